import { PaperLabError } from "../../errors";
import {
  type BesideSession,
  changeKeys,
  type NewSession,
  type SessionChanges,
  type SessionLabels,
  type SessionName,
  type SessionRow,
} from "../rows/batch";
import { packedTable, storedColumnsOf } from "../rows/columns";
import { insertRow } from "../rows/rows";
import { readRow, type StoredColumn, type StoredTable } from "../rows/table";
import type { Connection } from "../sqlite/connection";
import { codeOf } from "../sqlite/errors";
import { inTransaction } from "../sqlite/transaction";
import { insertBars, sweepBars } from "./bars";
import { benchmarkTable } from "./benchmark";
import { cashEntryTable } from "./cash";
import { listingStatement } from "./listings";

const { integer, json, real, text } = storedColumnsOf<SessionRow>();

/** Sessions. */
export const sessionTable: StoredTable<SessionRow> = {
  name: "paper_sessions",
  comment:
    "One row per session. Times in this file are epoch milliseconds UTC. Money is in the session's currency, unrounded.",
  key: ["id"],
  meeting: "add",
  shared: true,
  columns: [
    integer("id", "id", { constraint: "PRIMARY KEY AUTOINCREMENT" }),
    text("name", "name", { constraint: "NOT NULL UNIQUE" }),
    text("state", "state", {
      constraint: "NOT NULL CHECK (state IN ('CREATED', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED'))",
    }),
    text("end_reason", "endReason", { optional: true }),
    json("config", "config", {
      comment: "JSON: feed, strategy, models, rules, seed, versions",
      constraint: "NOT NULL",
    }),
    text("identity", "identity", { comment: "hash of what makes two sessions the same", optional: true }),
    real("initial_capital", "initialCapital", { constraint: "NOT NULL" }),
    integer("cursor", "cursor", { comment: "steps processed and committed", constraint: "NOT NULL" }),
    text("fingerprint", "fingerprint", {
      comment: "SHA-256 over everything the session decided",
      optional: true,
    }),
    json("error", "error", { comment: "JSON: what a strategy threw" }),
    integer("created_at", "createdAt", { constraint: "NOT NULL" }),
    integer("started_at", "startedAt", { optional: true }),
    integer("ended_at", "endedAt", { optional: true }),
    text("notes", "notes", { optional: true }),
    json("tags", "tags", { comment: "JSON: list of words" }),
    json("suppressed", "suppressed", { comment: "JSON: number of targets that ordered nothing, by reason" }),
  ],
};

const changing = changeKeys.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** The fields of a session's row that change while it runs. Absent values change nothing. */
export const changeTable: StoredTable<SessionChanges> = {
  ...sessionTable,
  meeting: "update",
  columns: sessionTable.columns.filter(({ name }) => changing.includes(name)) as StoredColumn<SessionChanges>[],
};

/**
 * Stores a new session with what comes with it. Without a name it is called `session-<id>`. Throws SESSION_EXISTS for
 * a name that is taken.
 */
export async function insertSession(
  connection: Connection,
  row: NewSession,
  { bars, benchmark, replaces }: BesideSession = {},
): Promise<SessionRow> {
  return inTransaction(connection, "immediate", async () => {
    if (replaces !== undefined) {
      const { id, unlessBegun = false } = replaces;
      await connection.run(`DELETE FROM paper_sessions WHERE id = ?${unlessBegun ? " AND cursor = 0" : ""}`, [id]);
    }
    const id = row.id ?? (await nextId(connection, row.name));
    const stored: SessionRow = { ...row, id, name: row.name ?? `session-${id}` };
    await insertRow(connection, sessionTable, stored).catch((error) => refuseTwice(error, stored.name));
    await connection.run(listingStatement, [id]);
    const deposit = { kind: "deposit", amount: row.initialCapital, cause: "initial capital" } as const;
    await insertRow(connection, cashEntryTable, { number: 1, sequence: 0, ...deposit }, id);
    if (bars !== undefined) await insertBars(connection, bars);
    if (benchmark !== undefined)
      await insertRow(connection, packedTable(benchmarkTable), { ...benchmark, points: benchmark.time.length }, id);
    // Last, so that bars that both sessions use stay.
    if (replaces !== undefined) await sweepBars(connection);
    return (await findSession(connection, id)) as SessionRow;
  });
}

/** Removes a session with all its rows. Returns whether there was one. */
export async function deleteSession(connection: Connection, id: number): Promise<boolean> {
  return inTransaction(connection, "immediate", async () => {
    const found = (await connection.run("DELETE FROM paper_sessions WHERE id = ?", [id])) > 0;
    await sweepBars(connection);
    return found;
  });
}

/** Changes the labels of a session. Returns whether there is one. Throws SESSION_EXISTS for a name that is taken. */
export async function relabelSession(connection: Connection, id: number, labels: SessionLabels): Promise<boolean> {
  const { name, notes, tags } = labels;
  const changes: [string, string | null][] = [];
  if (name !== undefined) changes.push(["name", name]);
  if (notes !== undefined) changes.push(["notes", notes === "" ? null : notes]);
  if (tags !== undefined) changes.push(["tags", tags.length === 0 ? null : JSON.stringify(tags)]);
  const assignments = ["id = id", ...changes.map(([column]) => `${column} = ?`)].join(", ");
  const values = [...changes.map(([, value]) => value), id];
  const sql = `UPDATE paper_sessions SET ${assignments} WHERE id = ?`;
  return inTransaction(connection, "immediate", async () => {
    const changed = await connection.run(sql, values).catch((error) => refuseTwice(error, name ?? ""));
    // The ledger names the session that ran a trial last.
    if (name !== undefined) await connection.run("UPDATE paper_trials SET name = ? WHERE session_id = ?", [name, id]);
    return changed > 0;
  });
}

/** Returns the session of an id or a name. */
export async function findSession(connection: Connection, idOrName: number | string): Promise<SessionRow | undefined> {
  const column = typeof idOrName === "number" ? "id" : "name";
  const rows = await connection.all(`SELECT * FROM paper_sessions WHERE ${column} = ?`, [idOrName]);
  return rows.length === 0 ? undefined : readRow(sessionTable, rows[0]);
}

/** Returns the sessions of some ids or names, in their order. */
export async function findSessions(
  connection: Connection,
  idsOrNames: readonly (number | string)[],
): Promise<(SessionRow | undefined)[]> {
  const listOf = (type: string) => JSON.stringify(idsOrNames.filter((one) => typeof one === type));
  const found = new Map<number | string, SessionRow>();
  const sql = `SELECT * FROM paper_sessions WHERE id IN (SELECT value FROM json_each(?))
    OR name IN (SELECT value FROM json_each(?))`;
  for (const cells of await connection.all(sql, [listOf("number"), listOf("string")])) {
    const row = readRow(sessionTable, cells);
    found.set(row.id, row).set(row.name, row);
  }
  return idsOrNames.map((one) => found.get(one));
}

/** Returns every session in the order they were made. */
export async function listSessions(connection: Connection): Promise<SessionRow[]> {
  const rows = await connection.all("SELECT * FROM paper_sessions ORDER BY id");
  return rows.map((cells) => readRow(sessionTable, cells));
}

/** Returns the name and state of every session by its id, in the order they were made. */
export async function listNames(connection: Connection): Promise<Map<number, SessionName>> {
  const rows = await connection.all("SELECT id, name, state FROM paper_sessions ORDER BY id");
  return new Map(rows.map(({ id, name, state }) => [id as number, { name, state } as SessionName]));
}

/** Returns the metrics of every session that has any, by its id. */
export async function listMetrics(connection: Connection): Promise<Map<number, Record<string, number | null>>> {
  const bySession = new Map<number, Record<string, number | null>>();
  for (const { session_id, metric, value } of await connection.all("SELECT * FROM paper_session_metrics")) {
    const metrics = bySession.get(session_id as number) ?? {};
    metrics[metric as string] = value as number | null;
    bySession.set(session_id as number, metrics);
  }
  return bySession;
}

// Ids are never reused. If a user has given another session a name such as `session-7`, then 7 is skipped.
async function nextId(connection: Connection, name: string | undefined): Promise<number> {
  const [last] = await connection.all("SELECT seq FROM sqlite_sequence WHERE name = 'paper_sessions'");
  let id = Number(last?.seq ?? 0) + 1;
  while (name === undefined && (await findSession(connection, `session-${id}`)) !== undefined) id++;
  return id;
}

function refuseTwice(error: unknown, name: string): never {
  if (codeOf(error) !== "SQLITE_CONSTRAINT" || !String(error).includes("paper_sessions.name")) throw error;
  const message = `Session "${name}" exists. Choose another name or ifExists`;
  throw new PaperLabError("SESSION_EXISTS", message);
}
