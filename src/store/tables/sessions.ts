import { PaperLabError } from "../../errors";
import type { BesideSession, NewSession, SessionChanges, SessionRow, StoredState } from "../batch";
import type { Cells, Connection, Value } from "../database/connection";
import { inTransaction } from "../database/transaction";
import { codeOf } from "../errors";
import { insertBars, sweepBars } from "./bars";
import { insertBenchmark } from "./benchmark";

/**
 * Stores a new session with what comes with it. Without a name it is called `session-<id>`. Throws SESSION_EXISTS for a
 * name that is taken.
 */
export async function insertSession(
  connection: Connection,
  row: NewSession,
  { bars, benchmark, replaces }: BesideSession = {},
): Promise<SessionRow> {
  return inTransaction(connection, "immediate", async () => {
    if (replaces !== undefined) await connection.run("DELETE FROM paper_sessions WHERE id = ?", [replaces]);
    const id = row.id ?? (await nextId(connection, row.name));
    const stored: SessionRow = { ...row, id, name: row.name ?? `session-${id}` };
    const cells = { ...cellsOf(stored), ...fixedCellsOf(stored) };
    const names = Object.keys(cells);
    const sql = `INSERT INTO paper_sessions (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
    await connection.run(sql, Object.values(cells)).catch((error) => refuseTwice(error, stored.name));
    if (bars !== undefined) await insertBars(connection, bars);
    if (benchmark !== undefined) await insertBenchmark(connection, id, benchmark);
    // Last, so that bars that both run on stay.
    if (replaces !== undefined) await sweepBars(connection);
    return (await findSession(connection, id)) as SessionRow;
  });
}

/** Changes what is given of a session's row. Returns whether there is such a session. */
export async function updateSession(connection: Connection, id: number, changes: SessionChanges): Promise<boolean> {
  const cells = cellsOf(changes);
  const names = Object.keys(cells);
  if (names.length === 0) return (await findSession(connection, id)) !== undefined;
  const sql = `UPDATE paper_sessions SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`;
  return (await connection.run(sql, [...Object.values(cells), id])) > 0;
}

/** Removes a session with everything of it. Returns whether there was one. */
export async function deleteSession(connection: Connection, id: number): Promise<boolean> {
  return inTransaction(connection, "immediate", async () => {
    const found = (await connection.run("DELETE FROM paper_sessions WHERE id = ?", [id])) > 0;
    await sweepBars(connection);
    return found;
  });
}

/** Returns the session of an id or a name. */
export async function findSession(connection: Connection, idOrName: number | string): Promise<SessionRow | undefined> {
  const column = typeof idOrName === "number" ? "id" : "name";
  const rows = await connection.all(`SELECT * FROM paper_sessions WHERE ${column} = ?`, [idOrName]);
  return rows.length === 0 ? undefined : readSession(rows[0]);
}

/** Returns every session in the order they were made. */
export async function listSessions(connection: Connection): Promise<SessionRow[]> {
  return (await connection.all("SELECT * FROM paper_sessions ORDER BY id")).map(readSession);
}

/** Returns the metrics of every session that has some, by its id. */
export async function listMetrics(connection: Connection): Promise<Map<number, Record<string, number | null>>> {
  const bySession = new Map<number, Record<string, number | null>>();
  for (const { session_id, metric, value } of await connection.all("SELECT * FROM paper_session_metrics")) {
    const metrics = bySession.get(session_id as number) ?? {};
    metrics[metric as string] = value as number | null;
    bySession.set(session_id as number, metrics);
  }
  return bySession;
}

// Ids are never used twice. A name like `session-7` may have been given to another session by hand: then 7 is skipped.
async function nextId(connection: Connection, name: string | undefined): Promise<number> {
  const [last] = await connection.all("SELECT seq FROM sqlite_sequence WHERE name = 'paper_sessions'");
  let id = Number(last?.seq ?? 0) + 1;
  while (name === undefined && (await findSession(connection, `session-${id}`)) !== undefined) id++;
  return id;
}

function refuseTwice(error: unknown, name: string): never {
  if (codeOf(error) !== "SQLITE_CONSTRAINT" || !String(error).includes("paper_sessions.name")) throw error;
  const message = `A session "${name}" exists already. Choose another name, or another ifExists`;
  throw new PaperLabError("SESSION_EXISTS", message);
}

function fixedCellsOf({ id, name, config, identity, initialCapital, createdAt, notes, tags }: SessionRow) {
  return {
    id,
    name,
    config: JSON.stringify(config),
    identity: identity ?? null,
    initial_capital: initialCapital,
    created_at: createdAt,
    notes: notes ?? null,
    tags: json(tags) ?? null,
  };
}

function cellsOf(changes: SessionChanges): Record<string, Value> {
  const cells: Record<string, Value | undefined> = {
    state: changes.state,
    end_reason: changes.endReason,
    cursor: changes.cursor,
    fingerprint: changes.fingerprint,
    error: json(changes.error),
    started_at: changes.startedAt,
    ended_at: changes.endedAt,
  };
  return Object.fromEntries(Object.entries(cells).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function readSession(cells: Cells): SessionRow {
  const row: { -readonly [Key in keyof SessionRow]: SessionRow[Key] } = {
    id: cells.id as number,
    name: cells.name as string,
    state: cells.state as StoredState,
    config: JSON.parse(cells.config as string),
    initialCapital: cells.initial_capital as number,
    cursor: cells.cursor as number,
    createdAt: cells.created_at as number,
  };
  if (cells.end_reason !== null) row.endReason = cells.end_reason as string;
  if (cells.identity !== null) row.identity = cells.identity as string;
  if (cells.fingerprint !== null) row.fingerprint = cells.fingerprint as string;
  if (cells.error !== null) row.error = JSON.parse(cells.error as string);
  if (cells.started_at !== null) row.startedAt = cells.started_at as number;
  if (cells.ended_at !== null) row.endedAt = cells.ended_at as number;
  if (cells.notes !== null) row.notes = cells.notes as string;
  if (cells.tags !== null) row.tags = JSON.parse(cells.tags as string);
  return row;
}
