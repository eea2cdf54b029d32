import { randomBytes } from "node:crypto";
import { open, rm, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "./connection";
import { storeError } from "./errors";

/**
 * Attaches the bytes of a database file to a connection as the schema `batch` while some work runs. The file has no name
 * from the moment it is attached, so that a process that dies leaves nothing behind.
 */
export async function withBatchFile<Result>(
  connection: Connection,
  bytes: Uint8Array,
  work: () => Promise<Result>,
): Promise<Result> {
  const file = join(tmpdir(), `paperlab-${process.pid}-${randomBytes(8).toString("hex")}.batch`);
  let named = true;
  try {
    await writeWhole(file, bytes).catch((error) => {
      throw storeError(error, tmpdir());
    });
    await attach(connection, file);
    try {
      // Windows refuses to remove an open file; there it goes at the end.
      await unlink(file).then(
        () => (named = false),
        () => undefined,
      );
      return await work();
    } finally {
      await connection.execute("DETACH batch");
    }
  } finally {
    if (named) await rm(file, { force: true });
  }
}

// SQLite opens the file at its first use.
async function attach(connection: Connection, file: string): Promise<void> {
  try {
    const name = file.replaceAll("'", "''");
    await connection.execute(`ATTACH '${name}' AS batch; SELECT count(*) FROM batch.sqlite_schema`);
  } catch (error) {
    await connection.execute("DETACH batch").catch(() => undefined);
    throw error;
  }
}

// In one piece: `writeFile` takes a turn of the event loop for every half megabyte.
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  } finally {
    await handle.close();
  }
}
