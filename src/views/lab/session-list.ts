import { expected, unknownColumn } from "../../core/checks";
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
  /** A column. With `-` before it, the largest value comes first. Undefined values come last. */
  readonly orderBy?: string;
  /** The most rows to return. */
  readonly limit?: number;
}

/** How the columns of the list print. */
export const listColumns = columnsOf<ListedSession>({
  id: ["count", "detail"],
  name: ["text", "result"],
  state: "text",
  endReason: ["text", "detail"],
  strategy: "text",
  symbols: "text",
  initialCapital: ["currency", "detail"],
  steps: "count",
  finalEquity: ["currency", "result"],
  totalReturn: ["percent", "result"],
  sharpe: ["ratio", "result"],
  maxDrawdown: ["percent", "result"],
});

const names = listColumns.map(([name]) => name);

/** Makes a frame of the rows that the options select. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_COLUMN. */
export function sessionListFrame(rows: readonly ListedSession[], options: SessionListOptions): DataFrame {
  const { found, asked } = selected(rows, options);
  return frameOfRows(found, listColumns, undefined, asked);
}

/** A stored session's row, and its metrics by name. */
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

/** Returns the row of a session, whether it is open here or only stored. */
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

// The rows that the options select, and the columns that were used for it.
function selected(rows: readonly ListedSession[], options: SessionListOptions) {
  checkOptions("lab.sessions", options, ["where", "orderBy", "limit"]);
  const { where, orderBy, limit = Infinity } = options;
  checkNumber(
    "limit",
    limit,
    "a whole number of at least 0",
    (count) => (count >= 0 && count % 1 === 0) || count === Infinity,
  );
  const asked = new Set<string>();
  const found = where === undefined ? [...rows] : rows.filter(testOf(where, asked));
  if (orderBy !== undefined) found.sort(orderOf(orderBy, asked));
  return { found: found.slice(0, limit), asked: [...asked] };
}

function testOf(where: NonNullable<SessionListOptions["where"]>, asked: Set<string>): (row: ListedSession) => boolean {
  if (typeof where === "function") return (row) => where(heeding(row, asked));
  if (typeof where !== "object" || where === null) throw expected("where", "an object of values, or a function", where);
  for (const key of Object.keys(where)) asked.add(checkColumn(key));
  const wanted = Object.entries(where);
  return (row) => wanted.every(([key, value]) => row[key as keyof ListedSession] === value);
}

// If `where` is a function, the fields that it reads are the columns it tests.
function heeding(row: ListedSession, asked: Set<string>): ListedSession {
  return new Proxy(row, {
    get(target, key) {
      if (typeof key === "string" && names.includes(key)) asked.add(key);
      return Reflect.get(target, key);
    },
  });
}

function orderOf(orderBy: string, asked: Set<string>): (a: ListedSession, b: ListedSession) => number {
  if (typeof orderBy !== "string") throw expected("orderBy", "the name of a column", orderBy);
  const sign = orderBy.startsWith("-") ? -1 : 1;
  const key = checkColumn(orderBy.replace(/^-/, ""));
  asked.add(key);
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
  throw unknownColumn("lab.sessions", key, names);
}
