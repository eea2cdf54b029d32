import { randomBytes } from "node:crypto";
import { open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../database/connection";
import { storeError } from "../errors";

const HOUR = 3_600_000;

/** The rows of a batch in a database file of their own. */
export interface BatchFile {
  readonly path: string;
  /** Whether it is still to be removed. */
  named: boolean;
}

/** Writes the bytes of a batch to a file in the system's folder for temporary files. Rejects with a PaperLabError. */
export async function writeBatchFile(bytes: Uint8Array): Promise<BatchFile> {
  const path = join(tmpdir(), `paperlab-${process.pid}-${randomBytes(8).toString("hex")}.batch`);
  const file: BatchFile = { path, named: true };
  try {
    await writeWhole(path, bytes);
  } catch (error) {
    await removeBatchFile(file);
    throw storeError(error, tmpdir());
  }
  return file;
}

/**
 * Attaches a batch to a connection as the schema `batch` while some work runs. The file has no name from the moment it is
 * attached, so that a process that dies leaves nothing behind.
 */
export async function withBatch<Result>(
  connection: Connection,
  file: BatchFile,
  work: () => Promise<Result>,
): Promise<Result> {
  await attach(connection, file.path);
  // Windows refuses to remove an open file; there it goes at the end.
  const removed = removeBatchFile(file).catch(() => undefined);
  try {
    return await work();
  } finally {
    await connection.execute("DETACH batch");
    await removed;
  }
}

/** Removes a batch that still has a name. */
export async function removeBatchFile(file: BatchFile): Promise<void> {
  if (!file.named) return;
  await rm(file.path, { force: true });
  file.named = false;
}

/** Removes what processes that died while they wrote a batch have left an hour ago or longer. */
export async function sweepBatchFiles(folder = tmpdir()): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^paperlab-(\d+)-[0-9a-f]{16}\.batch$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(folder, name);
    // A container that shares the folder has processes that are not seen from here.
    if (Date.now() - (await stat(path)).mtimeMs > HOUR) await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

// SQLite opens the file at its first use.
async function attach(connection: Connection, path: string): Promise<void> {
  try {
    const name = path.replaceAll("'", "''");
    await connection.execute(`ATTACH '${name}' AS batch; SELECT count(*) FROM batch.sqlite_schema`);
  } catch (error) {
    await connection.execute("DETACH batch").catch(() => undefined);
    throw error;
  }
}

// In one piece: `writeFile` takes a turn of the event loop for every half megabyte.
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  } finally {
    await handle.close();
  }
}
