import { PaperLabError } from "../errors";
import { withBatchFile } from "./batch-attachment";
import { appendBlock } from "./blocks";
import type { Connection } from "./connection";
import type { PreparedBatch } from "./prepared-batch";
import type { RowKind } from "./rows/row-kind";
import { updateSession } from "./sessions";
import { inTransaction } from "./transaction";

/** Stores a batch of a session in one transaction. Throws UNKNOWN_SESSION, or SQLite's error; then nothing is stored. */
export async function commitBatch(connection: Connection, sessionId: number, batch: PreparedBatch): Promise<void> {
  const { file } = batch;
  const store = () => inTransaction(connection, "immediate", () => storeBatch(connection, sessionId, batch));
  await (file === undefined ? store() : withBatchFile(connection, file, store));
}

async function storeBatch(connection: Connection, sessionId: number, batch: PreparedBatch): Promise<void> {
  const known = await updateSession(connection, sessionId, batch.changes);
  if (!known) throw new PaperLabError("UNKNOWN_SESSION", `Session ${sessionId} is not in the database any more`);
  for (const table of batch.replaced) await connection.run(`DELETE FROM ${table} WHERE session_id = ?`, [sessionId]);
  for (const kind of batch.kinds) await connection.run(insertion(kind), [sessionId]);
  for (const block of batch.blocks) await appendBlock(connection, sessionId, block);
  if (batch.days !== undefined)
    await connection.run("INSERT OR REPLACE INTO paper_days VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [
      sessionId,
      ...batch.days,
    ]);
  if (batch.benchmark !== undefined)
    await connection.run("INSERT OR REPLACE INTO paper_benchmark VALUES (?, ?, ?, ?)", [sessionId, ...batch.benchmark]);
}

const countedBefore = "(SELECT coalesce(max(number), 0) FROM main.paper_snapshots WHERE session_id = ?1)";

function insertion({ table, columns, replaces, counted }: RowKind<never>): string {
  const taken = columns.map((column) => (column === counted ? `${column} + ${countedBefore}` : column));
  const verb = replaces ? "INSERT OR REPLACE" : "INSERT";
  return `${verb} INTO main.${table} (session_id, ${columns.join(", ")}) SELECT ?1, ${taken.join(", ")} FROM batch.${table}`;
}
