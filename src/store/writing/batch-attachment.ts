import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Connection } from "../sqlite/connection";
import { storeError } from "../sqlite/errors";

const HOUR = 3_600_000;

/**
 * Attaches the bytes of a batch to a connection as the schema `batch` while some work runs. The bytes are in a file,
 * in the system's folder for temporary files or, if that takes none, in the database's. The file has no name once it
 * is attached, so a process that dies leaves nothing behind. Rejects with the error of the work, of SQLite, or with a
 * PaperLabError if no folder takes the file.
 */
export async function withBatch<Result>(
  connection: Connection,
  bytes: Uint8Array,
  work: () => Promise<Result>,
): Promise<Result> {
  const path = await written(connection, bytes);
  try {
    await attach(connection, path);
  } finally {
    // Windows refuses to remove an open file. There it is removed at the end.
    removeQuietly(path);
  }
  try {
    return await work();
  } finally {
    await connection.execute("DETACH batch");
    removeQuietly(path);
  }
}

/** Removes the files of processes that died while they wrote a batch, an hour ago or longer. */
export async function sweepBatchFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^paperlab-(\d+)-[0-9a-f]{16}\.batch$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(folder, name);
    // A container that shares the folder has processes that cannot be seen from here.
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

async function written(connection: Connection, bytes: Uint8Array): Promise<string> {
  const name = `paperlab-${process.pid}-${randomBytes(8).toString("hex")}.batch`;
  const temporary = join(tmpdir(), name);
  try {
    return writeWhole(temporary, bytes);
  } catch (error) {
    removeQuietly(temporary);
    const [{ file }] = await connection.all("SELECT file FROM pragma_database_list WHERE name = 'main'");
    if (file === "") throw storeError(error, `the folder for temporary files, ${tmpdir()}`);
    return besideDatabase(String(file), name, bytes);
  }
}

function besideDatabase(database: string, name: string, bytes: Uint8Array): string {
  const path = join(dirname(database), name);
  try {
    return writeWhole(path, bytes);
  } catch (error) {
    removeQuietly(path);
    const place = `the folder of ${database} (nor the one for temporary files, ${tmpdir()})`;
    throw storeError(error, place);
  }
}

function writeWhole(path: string, bytes: Uint8Array): string {
  writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
  return path;
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is swept away later.
  }
}
