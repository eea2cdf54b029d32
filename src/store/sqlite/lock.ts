import { rmSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type Connection, openConnection } from "./connection";
import { codeOf } from "./errors";
import { identityOf } from "./file";

// The side files of locks that this thread has.
const held = new Set<string>();

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

/** Returns the sessions that have side files, whose owners may have died. */
export async function lockedSessions(database: string): Promise<number[]> {
  const prefix = `${basename(database)}-session-`;
  const names = await readdir(dirname(database));
  return names.flatMap((name) => {
    const id = name.startsWith(prefix) ? /^(\d+)\.lock$/.exec(name.slice(prefix.length))?.[1] : undefined;
    return id === undefined ? [] : [Number(id)];
  });
}

/** Returns whether somebody has a lock. */
export async function isHeld(file: string): Promise<boolean> {
  const release = await takeLock(file);
  await release?.();
  return release === undefined;
}

/** Removes side files whose owners died. */
export async function sweepLocks(database: string): Promise<void> {
  for (const id of await lockedSessions(database)) await isHeld(lockFile(database, id));
}

/** Removes the side files of all locks of this thread, at the end of a process, which ends the locks. */
export function removeLocksNow(): void {
  for (const file of held) rmSync(file, { force: true });
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
  held.add(file);
  const release = async () => {
    held.delete(file);
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
