import { PaperLabError } from "../../errors";
import type { Connection } from "../database/connection";
import { inTransaction } from "../database/transaction";
import { appendBlock } from "../tables/chunks";
import { updateSession } from "../tables/sessions";
import type { RowKind } from "../tables/table";
import { type BatchFile, withBatch } from "./batch-attachment";
import type { PreparedBatch } from "./packet";

/**
 * Stores a batch of a session in one transaction; `file` holds its rows, where it has some. Throws UNKNOWN_SESSION, or
 * SQLite's error; then nothing is stored.
 */
export async function commitBatch(
  connection: Connection,
  sessionId: number,
  batch: PreparedBatch,
  file: BatchFile | undefined,
): Promise<void> {
  const store = () => inTransaction(connection, "immediate", () => storeBatch(connection, sessionId, batch));
  await (file === undefined ? store() : withBatch(connection, file, store));
}

async function storeBatch(connection: Connection, sessionId: number, batch: PreparedBatch): Promise<void> {
  const known = await updateSession(connection, sessionId, batch.changes);
  if (!known) throw new PaperLabError("UNKNOWN_SESSION", `Session ${sessionId} is not in the database any more`);
  // One script: each call waits for a turn of the event loop, which a run beside it gives only now and then.
  const deletions = batch.replaced.map((table) => `DELETE FROM ${table} WHERE session_id = ${sessionId}`);
  const insertions = batch.kinds.map((kind) => insertion(kind, sessionId));
  await connection.execute([...deletions, ...insertions].join(";\n"));
  for (const block of batch.blocks) await appendBlock(connection, sessionId, block);
  if (batch.days !== undefined)
    await connection.run("INSERT OR REPLACE INTO paper_days VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [
      sessionId,
      ...batch.days,
    ]);
}

function insertion({ table, columns, replaces, counted }: RowKind<never>, sessionId: number): string {
  const countedBefore = `(SELECT coalesce(max(number), 0) FROM main.paper_snapshots WHERE session_id = ${sessionId})`;
  const taken = columns.map((column) => (column === counted ? `${column} + ${countedBefore}` : column));
  const verb = replaces ? "INSERT OR REPLACE" : "INSERT";
  return `${verb} INTO main.${table} (session_id, ${columns.join(", ")}) SELECT ${sessionId}, ${taken.join(", ")} FROM batch.${table}`;
}
