import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Connection, openConnection } from "./connection";
import { codeOf } from "./errors";
import { identityOf } from "./file";

/** Gives a lock back. */
export type Release = () => Promise<void>;

/**
 * Takes the lock that a side file stands for, or returns undefined when it is taken. It is an exclusive SQLite transaction
 * on the file, which the operating system ends when the process dies. The file goes when the lock is given back.
 */
export async function takeLock(file: string): Promise<Release | undefined> {
  for (;;) {
    const before = await identityOf(file);
    const connection = await openConnection(file, "create", 0);
    if (!(await beginExclusive(connection))) return undefined;
    // The file may have been removed by its last owner between the opening and the locking: then this lock is worth nothing.
    if (before !== undefined && (await identityOf(file)) === before) return releaseOf(connection, file);
    await connection.close();
  }
}

/** Returns the side file of a session. */
export function lockFile(database: string, sessionId: number): string {
  return `${database}-session-${sessionId}.lock`;
}

/** Removes side files whose owners died. */
export async function sweepLocks(database: string): Promise<void> {
  const folder = dirname(database);
  const prefix = `${basename(database)}-session-`;
  const names = await readdir(folder);
  for (const name of names.filter((each) => each.startsWith(prefix) && each.endsWith(".lock"))) {
    const release = await takeLock(join(folder, name));
    await release?.();
  }
}

async function beginExclusive(connection: Connection): Promise<boolean> {
  try {
    await connection.run("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    await connection.close();
    if (codeOf(error) === "SQLITE_BUSY") return false;
    throw error;
  }
}

function releaseOf(connection: Connection, file: string): Release {
  let released: Promise<void> | undefined;
  const release = async () => {
    // Windows refuses to remove an open file; there it goes after it was closed.
    const removed = await rm(file, { force: true }).then(
      () => true,
      () => false,
    );
    await connection.close();
    if (!removed) await rm(file, { force: true }).catch(() => undefined);
  };
  return () => {
    released ??= release();
    return released;
  };
}
