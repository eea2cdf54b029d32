import { didYouMean, expected } from "../../core/checks";
import { calendarOf } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import type { DataFrame } from "../../output/frames/danfo";
import type { SessionCore } from "../../session/core";
import { checkNumber, checkOptions } from "../../session/options/checks";
import type { SessionConfig } from "../../session/plan/config";
import { frameOfRows } from "../frames";
import { columnsOf } from "../tables";

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

const columns = columnsOf<ListedSession>({
  id: "count",
  name: "text",
  state: "text",
  endReason: "text",
  strategy: "text",
  symbols: "text",
  initialCapital: "currency",
  steps: "count",
  finalEquity: "currency",
  totalReturn: "percent",
  sharpe: "ratio",
  maxDrawdown: "percent",
});

const names = columns.map(([name]) => name);

/** Makes a frame of rows of the list. */
export function sessionListFrame(rows: readonly ListedSession[]): DataFrame {
  return frameOfRows(rows, columns, { daily: false, calendar: calendarOf("always") });
}

/** What is stored of a session, and its metrics by their names. */
export interface StoredSession {
  readonly row: {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly endReason?: string;
    readonly config: unknown;
    readonly initialCapital: number;
    /** Steps committed. */
    readonly cursor: number;
  };
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Returns the row of a session that is open here, or of one that is only stored. */
export function listedSession(session: SessionCore | StoredSession): ListedSession {
  return "row" in session ? rowOfStored(session) : rowOfOpen(session);
}

function rowOfOpen(core: SessionCore): ListedSession {
  const { id, name, status, content } = core;
  const { initialCapital } = core;
  const { config } = core.record;
  return {
    id,
    name,
    state: status.state,
    endReason: status.endReason ?? null,
    strategy: config.strategy.name,
    symbols: config.symbols.join(", "),
    initialCapital,
    steps: content.steps,
    ...listedMetrics(content.steps === 0 ? {} : core.metrics().metrics),
  };
}

function rowOfStored({ row, metrics }: StoredSession): ListedSession {
  const config = row.config as SessionConfig;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    endReason: row.endReason ?? null,
    strategy: config.strategy.name,
    symbols: config.symbols.join(", "),
    initialCapital: row.initialCapital,
    steps: row.cursor,
    ...listedMetrics(metrics),
  };
}

function listedMetrics(metrics: StoredSession["metrics"]) {
  const { finalEquity = null, totalReturn = null, sharpe = null, maxDrawdown = null } = metrics;
  return { finalEquity, totalReturn, sharpe, maxDrawdown };
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
