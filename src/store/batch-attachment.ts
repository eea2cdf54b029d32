import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
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
  try {
    await writeWhole(file, bytes).catch((error) => {
      throw storeError(error, tmpdir());
    });
    await connection.run("ATTACH ? AS batch", [file]);
    try {
      // SQLite opens the file at its first use.
      await connection.all("SELECT count(*) FROM batch.sqlite_schema");
      // Windows refuses to remove an open file; there it goes at the end.
      await rm(file, { force: true }).catch(() => undefined);
      return await work();
    } finally {
      await connection.run("DETACH batch");
    }
  } finally {
    await rm(file, { force: true });
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
