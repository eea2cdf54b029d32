import { PaperLabError } from "../../errors";
import { type StoredTable, writtenColumns } from "../rows/table";
import type { Connection } from "../sqlite/connection";
import { codeOf } from "../sqlite/errors";
import { inTransaction } from "../sqlite/transaction";
import { wholeChunk } from "../tables/equity";
import { withBatch } from "./batch-attachment";
import { type PackedRows, type Packet, packedTables } from "./packet";
import { type BatchTable, encodeBatchFile } from "./pages/batch-file";
import type { RecordWriter } from "./pages/record";

// A chunk with fewer points than this is continued instead of beginning another. So a session that commits after every
// step does not leave a row per step.
const SMALL = wholeChunk;

/** Why a packet was not stored; `undefined` if it was. */
export type Outcome = { readonly error: unknown } | undefined;

/**
 * Stores packets of different sessions in one transaction. If one of them cannot be stored, each gets a transaction
 * of its own, so that no session suffers from another. `check` throws if nothing may be stored. Returns the outcome
 * of each.
 */
export async function commitPackets(
  connection: Connection,
  packets: readonly Packet[],
  check: () => void = () => undefined,
): Promise<Outcome[]> {
  try {
    check();
    await commitTogether(connection, packets);
    return packets.map(() => undefined);
  } catch (thrown) {
    const error = causeOf(thrown, check);
    if (packets.length === 1 || !isOfOneSession(error)) return packets.map(() => ({ error }));
  }
  const outcomes: Outcome[] = [];
  for (const packet of packets) outcomes.push(...(await commitPackets(connection, [packet], check)));
  return outcomes;
}

async function commitTogether(connection: Connection, packets: readonly Packet[]): Promise<void> {
  const used = packedTables.filter(({ name }) => packets.some(({ tables }) => rowsIn(tables, name) !== undefined));
  const bytes = encodeBatchFile(used.map((table) => batchTable(table, packets)));
  await withBatch(connection, bytes, () =>
    inTransaction(connection, "immediate", async () => {
      await checkSessions(connection);
      for (const table of used) if (table.chunk !== undefined) await checkChunks(connection, table);
      // One script: each call waits for a turn of the event loop.
      await connection.execute(used.flatMap((table) => statements(table, packets)).join(";\n"));
    }),
  );
}

function rowsIn(tables: readonly PackedRows[], name: string): PackedRows | undefined {
  return tables.find(({ table }) => table === name);
}

function batchTable(table: StoredTable<never>, packets: readonly Packet[]): BatchTable {
  const columns = writtenColumns(table);
  return {
    name: table.name,
    columns: ["session_id", ...columns.map(({ name }) => name)],
    write(record, add) {
      const kinds = columns.map(({ kind }) => kind);
      for (const packet of packets) writePacked(record, add, packet, table.name, kinds);
    },
  };
}

function writePacked(
  record: RecordWriter,
  add: () => void,
  { session, tables, texts, blobs }: Packet,
  name: string,
  kinds: readonly string[],
): void {
  const packed = rowsIn(tables, name);
  if (packed === undefined) return;
  const { rows, values } = packed;
  for (let row = 0, at = 0; row < rows; row++) {
    record.begin();
    record.integer(session);
    for (const kind of kinds) {
      const value = values[at++];
      if (Number.isNaN(value)) record.none();
      else if (kind === "real") record.real(value);
      else if (kind === "integer") record.integer(value);
      else if (kind === "text") record.text(texts[value]);
      else record.blob(blobs[value]);
    }
    record.finish();
    add();
  }
}

async function checkSessions(connection: Connection): Promise<void> {
  const [missing] = await connection.ask(
    "SELECT session_id FROM batch.paper_sessions WHERE session_id NOT IN (SELECT id FROM main.paper_sessions) LIMIT 1",
    [],
  );
  if (missing === undefined) return;
  throw new PaperLabError("UNKNOWN_SESSION", `Session ${missing.session_id} is no longer in the database`);
}

// Points that are missing or stored twice.
async function checkChunks(connection: Connection, table: StoredTable<never>): Promise<void> {
  const { first, end } = chunkTerms(table);
  const [wrong] = await connection.ask(
    `SELECT b.${first} AS first, ${end} AS stored FROM batch.${table.name} AS b WHERE stored <> first LIMIT 1`,
    [],
  );
  if (wrong === undefined) return;
  const message = `Expected new points of ${table.name} to begin at ${wrong.stored}, was ${wrong.first}. Open the session again with lab.session`;
  throw new PaperLabError("STORE_FAILED", message);
}

function statements(table: StoredTable<never>, packets: readonly Packet[]): string[] {
  const { name, meeting, shared } = table;
  const columns = writtenColumns(table).map((column) => column.name);
  const all = ["session_id", ...columns].join(", ");
  const insertion = `INTO main.${name} (${all}) SELECT ${all} FROM batch.${name}`;
  switch (meeting) {
    case "add":
      return [`INSERT ${insertion}`];
    case "replace":
      return [`INSERT OR REPLACE ${insertion}`];
    case "replaceAll": {
      const sessions = packets.filter(({ tables }) => rowsIn(tables, name) !== undefined).map(({ session }) => session);
      return [`DELETE FROM main.${name} WHERE session_id IN (${sessions.join(", ")})`, `INSERT ${insertion}`];
    }
    case "append":
      return appending(table, columns);
    case "update": {
      const changes = columns.map((column) => `${column} = coalesce(b.${column}, s.${column})`);
      return [
        `UPDATE main.${name} AS s SET ${changes.join(", ")} FROM batch.${name} AS b WHERE s.${shared ? "id" : "session_id"} = b.session_id`,
      ];
    }
  }
}

function appending(table: StoredTable<never>, columns: readonly string[]): string[] {
  const { name } = table;
  const { first, count, same, last, end } = chunkTerms(table);
  const blobs = writtenColumns(table).filter(({ kind }) => kind === "blob");
  const longer = blobs.map((column) => `${column.name} = CAST(e.${column.name} || b.${column.name} AS BLOB)`);
  const taken = ["session_id", ...columns].map((column) => `b.${column}`);
  return [
    `UPDATE main.${name} AS e SET ${count} = e.${count} + b.${count}, ${longer.join(", ")} FROM batch.${name} AS b
     WHERE ${same} AND e.${first} = (${last(`max(${first})`)}) AND e.${count} < ${SMALL} AND b.${count} < ${SMALL}`,
    `INSERT INTO main.${name} (session_id, ${columns.join(", ")}) SELECT ${taken.join(", ")} FROM batch.${name} AS b
     WHERE b.${count} > 0 AND ${end} = b.${first}`,
  ];
}

// The parts of statements on a table of chunks: `e` is what is stored, `b` what is new.
function chunkTerms({ name, key, chunk }: StoredTable<never>) {
  const { first, count } = chunk as NonNullable<StoredTable<never>["chunk"]>;
  const keys = ["session_id", ...key.filter((column) => column !== first)];
  const same = keys.map((column) => `e.${column} = b.${column}`).join(" AND ");
  const last = (what: string) => `SELECT ${what} FROM main.${name} AS e WHERE ${same}`;
  const end = `coalesce((${last(`${first} + ${count}`)} ORDER BY ${first} DESC LIMIT 1), 0)`;
  return { first, count, same, last, end };
}

// SQLite's own error for a file that was moved or deleted is misleading. `check` says what happened.
function causeOf(thrown: unknown, check: () => void): unknown {
  try {
    check();
    return thrown;
  } catch (error) {
    return error;
  }
}

function isOfOneSession(error: unknown): boolean {
  return ["UNKNOWN_SESSION", "STORE_FAILED", "SQLITE_CONSTRAINT"].includes(codeOf(error));
}
