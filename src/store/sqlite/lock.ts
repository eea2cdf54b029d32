import { rmSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type Connection, openConnection } from "./connection";
import { codeOf } from "./errors";
import { identityOf } from "./file";

// The side files of the locks that this thread holds.
const held = new Set<string>();

/** Releases a lock. */
export type Release = () => Promise<void>;

/**
 * Takes the lock of a side file, or returns undefined if it is taken. It is an exclusive SQLite transaction on the
 * file, which the operating system ends when the process dies. The file is removed when the lock is released.
 */
export async function takeLock(file: string): Promise<Release | undefined> {
  for (let look = looks.get(file); look !== undefined; look = looks.get(file)) await look.catch(() => undefined);
  return take(file);
}

// Looks at locks that are under way in this thread, by file. Two at once would take each other for an owner.
const looks = new Map<string, Promise<boolean>>();

async function take(file: string): Promise<Release | undefined> {
  for (;;) {
    const before = await identityOf(file);
    const connection = await openConnection(file, "create", 0);
    if (!(await beginExclusive(connection))) return undefined;
    // The last owner may have removed the file between opening and locking. Then this lock is worth nothing.
    if (before !== undefined && (await identityOf(file)) === before) return releaseOf(connection, file);
    await connection.close();
  }
}

/** What can be locked. */
export type LockedKind = "session" | "sweep";

/** Returns the side file of a session or a sweep. */
export function lockFile(database: string, id: number, kind: LockedKind = "session"): string {
  return `${database}-${kind}-${id}.lock`;
}

/** Returns the sessions, or sweeps, that have side files. Their owners may have died. */
export async function locked(database: string, kind: LockedKind = "session"): Promise<number[]> {
  const prefix = `${basename(database)}-${kind}-`;
  const names = await readdir(dirname(database));
  return names.flatMap((name) => {
    const id = name.startsWith(prefix) ? /^(\d+)\.lock$/.exec(name.slice(prefix.length))?.[1] : undefined;
    return id === undefined ? [] : [Number(id)];
  });
}

/** Returns whether somebody holds a lock. */
export function isHeld(file: string): Promise<boolean> {
  const found = looks.get(file) ?? lookAt(file).finally(() => looks.delete(file));
  looks.set(file, found);
  return found;
}

async function lookAt(file: string): Promise<boolean> {
  const release = await take(file);
  await release?.();
  return release === undefined;
}

/** Removes side files whose owners died. */
export async function sweepLocks(database: string): Promise<void> {
  for (const kind of ["session", "sweep"] as const)
    for (const id of await locked(database, kind)) await isHeld(lockFile(database, id, kind));
}

/** Removes the side files of all locks of this thread at the end of a process. The locks end with it. */
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
    // Windows refuses to remove an open file. There it is removed after it was closed.
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
