import type { Session } from "../api/session";
import { didYouMean, expected } from "../core/checks";
import { PaperLabError } from "../errors";
import type { SessionConfig } from "../session/config";
import { checkNumber, checkOptions } from "../session/terms/checks";
import type { SessionRow, StoredMetrics } from "../store/store";
import type { Column } from "./session-tables";

/** One row of the list of sessions. */
export interface ListedSession {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly strategy: string;
  readonly symbols: string;
  readonly initialCapital: number;
  readonly steps: number;
  readonly finalEquity: number | null;
  readonly totalReturn: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
}

/** Which sessions to list, and how. */
export interface SessionListOptions {
  /** Values that columns must have, or a test of a row. */
  readonly where?: Partial<ListedSession> | ((row: ListedSession) => boolean);
  /** A column; with `-` before it the largest comes first. Undefined values come last. */
  readonly orderBy?: string;
  /** The most rows to return. */
  readonly limit?: number;
}

/** The columns of the list. */
export const sessionListColumns: readonly Column[] = [
  ["id", "count"],
  ["name", "text"],
  ["state", "text"],
  ["endReason", "text"],
  ["strategy", "text"],
  ["symbols", "text"],
  ["initialCapital", "currency"],
  ["steps", "count"],
  ["finalEquity", "currency"],
  ["totalReturn", "percent"],
  ["sharpe", "ratio"],
  ["maxDrawdown", "percent"],
];

const names = sessionListColumns.map(([name]) => name);

/** Returns the row of a session that is open here, or that the store has, with its metrics. */
export function listedSession(
  session: Session | { readonly row: SessionRow; readonly metrics: StoredMetrics },
): ListedSession {
  if ("row" in session) return storedRow(session.row, session.metrics);
  const { id, name, state, endReason = null, steps, core } = session;
  const { config, initialCapital } = core.parts;
  const metrics = steps === 0 ? undefined : core.metrics().metrics;
  return {
    id,
    name,
    state,
    endReason,
    strategy: config.strategy.name,
    symbols: config.symbols.join(", "),
    initialCapital,
    steps,
    finalEquity: metrics?.finalEquity ?? null,
    totalReturn: metrics?.totalReturn ?? null,
    sharpe: metrics?.sharpe ?? null,
    maxDrawdown: metrics?.maxDrawdown ?? null,
  };
}

/** Returns the rows that were asked for. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_COLUMN. */
export function selected(rows: readonly ListedSession[], options: SessionListOptions): ListedSession[] {
  checkOptions("lab.sessions", options, ["where", "orderBy", "limit"]);
  const { where, orderBy, limit = Infinity } = options;
  checkNumber(
    "limit",
    limit,
    "a whole number from 0",
    (count) => (count >= 0 && count % 1 === 0) || count === Infinity,
  );
  const found = where === undefined ? [...rows] : rows.filter(testOf(where));
  if (orderBy !== undefined) found.sort(orderOf(orderBy));
  return found.slice(0, limit);
}

function testOf(where: NonNullable<SessionListOptions["where"]>): (row: ListedSession) => boolean {
  if (typeof where === "function") return where;
  if (typeof where !== "object" || where === null) throw expected("where", "an object of values, or a function", where);
  for (const key of Object.keys(where)) checkColumn(key);
  const wanted = Object.entries(where);
  return (row) => wanted.every(([key, value]) => row[key as keyof ListedSession] === value);
}

function orderOf(orderBy: string): (a: ListedSession, b: ListedSession) => number {
  if (typeof orderBy !== "string") throw expected("orderBy", "the name of a column", orderBy);
  const sign = orderBy.startsWith("-") ? -1 : 1;
  const key = checkColumn(orderBy.replace(/^-/, ""));
  return (a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x === y) return 0;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y ? -sign : sign;
  };
}

function checkColumn(key: string): keyof ListedSession {
  if (names.includes(key)) return key as keyof ListedSession;
  const near = didYouMean(key, names) || ` Known: ${names.join(", ")}`;
  throw new PaperLabError("UNKNOWN_COLUMN", `Unknown column "${key}" of lab.sessions.${near}`);
}

function storedRow(row: SessionRow, metrics: StoredMetrics): ListedSession {
  const config = row.config as SessionConfig;
  const metric = (key: string) => metrics[key] ?? null;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    endReason: row.endReason ?? null,
    strategy: config.strategy.name,
    symbols: config.symbols.join(", "),
    initialCapital: row.initialCapital,
    steps: row.cursor,
    finalEquity: metric("finalEquity"),
    totalReturn: metric("totalReturn"),
    sharpe: metric("sharpe"),
    maxDrawdown: metric("maxDrawdown"),
  };
}
