import { type MetricKey, type Metrics, metricCatalog } from "../../analysis/metrics/catalog";
import { timeOf } from "../../analysis/time-of";
import { expected, readable, shown, thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import type { FormulaValue, Subject, Times } from "../../formula/formula";
import type { SessionCore } from "../../session/core";
import type { ListedPart, ListedRow } from "../../session/lab-sessions";
import { optionValue } from "../../session/options/option-value";

/** One row of the list of sessions, as a function of the user's sees it. Metrics are `null` if undefined. */
export interface ListedSession extends Readonly<Record<MetricKey, number | null>> {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly strategy: string;
  readonly symbols: string;
  readonly initialCapital: number;
  readonly steps: number;
  /** Epoch milliseconds UTC. */
  readonly createdAt: number;
  readonly feed: string;
  /** The times of the first and last bar of its feed, epoch milliseconds UTC; `null` where it has no end. */
  readonly feedFrom: number | null;
  readonly feedTo: number | null;
  /** The name of its benchmark; `null` without one. */
  readonly benchmark: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  /** The strategy's params by name. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The options that were given; models as `commissionBps(1)`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What every session has, by name. */
const facts: Readonly<Record<string, (row: ListedRow) => FormulaValue>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state as string,
  endReason: ({ endReason = null }) => endReason,
  strategy: ({ strategy }) => strategy,
  symbols: ({ symbols }) => symbols.join(", "),
  initialCapital: ({ initialCapital }) => initialCapital,
  steps: ({ cursor }) => cursor,
  createdAt: ({ createdAt }) => createdAt,
  feed: ({ feed }) => feed,
  feedFrom: ({ feedFrom = null }) => feedFrom,
  feedTo: ({ feedTo = null }) => feedTo,
  benchmark: ({ benchmark = null }) => benchmark,
  notes: ({ notes = null }) => notes,
  tags: ({ tags }) => tags,
};

/** The names of all metrics. */
export const metricNames: readonly string[] = metricCatalog.map(({ key }) => key);

/** Returns the row of a session that is open here. Its metrics are those of this moment, unless others are given. */
export function rowOfOpen(core: SessionCore, given?: Metrics): ListedRow {
  const { id, name, status, content, initialCapital, record } = core;
  const { strategy, symbols, feed, params, options, benchmark } = record.config;
  // Those of a feed with an end.
  const { first, last } = feed as { readonly first?: number | null; readonly last?: number | null };
  const metrics: Partial<Record<string, number | null>> =
    content.steps === 0 ? {} : { ...(given ?? core.metrics().metrics) };
  return {
    ...{ id, name, state: status.state, endReason: status.endReason, cursor: content.steps, initialCapital },
    ...{ createdAt: record.createdAt, notes: record.labels.notes, tags: record.labels.tags },
    ...{ strategy: strategy.name, symbols, feed: feed.name, params, options: { ...options } },
    ...{ benchmark, feedFrom: first ?? undefined, feedTo: last ?? undefined },
    metricNames: Object.keys(metrics),
    metricValues: Float64Array.from(Object.values(metrics), (value) => value ?? Number.NaN),
  };
}

/** Returns the value of a name in a row: a fact, `params.fast`, `options.seed`, or a metric. */
export function valueIn(row: ListedRow, name: string): FormulaValue {
  if (Object.hasOwn(facts, name)) return facts[name](row);
  if (name.startsWith("params.")) return plainValue(ownOf(row.params, name.slice(7)));
  if (name.startsWith("options.")) return plainValue(optionOf(ownOf(row.options, name.slice(8))));
  const value = row.metricValues[row.metricNames.indexOf(name)];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Returns the value of a name as a formula reads it: lists, such as the symbols, are lists there, so that `has` finds what they have. */
export function readIn(row: ListedRow, name: string): FormulaValue {
  if (name === "symbols") return row.symbols;
  const list = name.startsWith("params.") ? ownOf(row.params, name.slice(7)) : undefined;
  return Array.isArray(list) && list.every((one) => Object(one) !== one) ? list.map(String) : valueIn(row, name);
}

/** Returns a row as formulas ask about it. */
export function subjectOf(row: ListedRow, read: typeof valueIn): Subject {
  return { read: (name) => read(row, name), who: `session ${shown(row.name)}` };
}

/** The facts that are times. */
export const times: Times = Object.fromEntries(
  ["createdAt", "feedFrom", "feedTo"].map((name) => [name, (text) => readable(() => timeOf(text, name), Number.NaN)]),
);

/** Returns the params or options that some rows have, as `params.fast`, in the order in which they come. */
export function namesIn(rows: readonly ListedRow[], part: "params" | "options"): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row[part])) names.add(name);
  return [...names].map((name) => `${part}.${name}`);
}

/** Returns which part of a config a name is about; `undefined` for a fact that every row has, and for a metric. */
export function partOf(name: string): ListedPart | undefined {
  if (name === "strategy" || name === "symbols" || name === "feed") return name;
  return name.startsWith("params.") ? "params" : name.startsWith("options.") ? "options" : undefined;
}

/** Whether a formula over some rows may have a name. */
export function isKnown(rows: readonly ListedRow[], name: string): boolean {
  const part = partOf(name);
  if (part === "params" || part === "options")
    return rows.some((row) => Object.hasOwn(row[part], name.slice(part.length + 1)));
  return Object.hasOwn(facts, name) || metricNames.includes(name);
}

/** Returns every name that a formula over some rows may have. */
export function knownNames(rows: readonly ListedRow[]): Set<string> {
  return new Set([...Object.keys(facts), ...metricNames, ...namesIn(rows, "params"), ...namesIn(rows, "options")]);
}

/** Returns a row with plain fields. */
export function listedSession(row: ListedRow): ListedSession {
  const listed: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(facts)) listed[name] = read(row);
  for (const name of metricNames) listed[name] = null;
  row.metricNames.forEach((name, place) => {
    const value = row.metricValues[place];
    listed[name] = Number.isNaN(value) ? null : value;
  });
  listed.params = row.params;
  listed.options = Object.fromEntries(Object.entries(row.options).map(([name, value]) => [name, optionOf(value)]));
  return listed as unknown as ListedSession;
}

// An empty list of rules is none.
function optionOf(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : optionValue(value);
}

function ownOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function plainValue(value: unknown): FormulaValue {
  if (value === undefined || value === null) return null;
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean"
    ? value
    : JSON.stringify(value);
}

/** Asks a function of the user's about a session. Throws INVALID_OPTION with the cause if it throws. */
export function askedOf<Answer>(option: "rank" | "orderBy" | "where", name: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (cause) {
    // It read a name that no session has.
    if (cause instanceof PaperLabError && cause.code === "UNKNOWN_COLUMN") throw cause;
    const message = `The function that was given as ${option} threw for session ${shown(name)}: ${thrownText(cause)}`;
    throw new PaperLabError("INVALID_OPTION", message, { cause });
  }
}

/**
 * Returns what a function of the user's says of a session that is sorted by it. Throws INVALID_OPTION as `askedOf` does, and for
 * what has no order, such as a promise: it would sort nobody without a word.
 */
export function sortingAnswer(option: "rank" | "orderBy", name: string, ask: () => unknown): FormulaValue {
  const answer = askedOf(option, name, ask);
  if (answer === undefined || answer === null) return null;
  if (typeof answer === "number" || typeof answer === "string" || typeof answer === "boolean") return answer;
  if (Array.isArray(answer) && answer.every((one) => typeof one === "string")) return answer;
  const { message } = expected(option, "a function that returns a number, a text or null", answer);
  throw new PaperLabError("INVALID_OPTION", `${message} for session ${shown(name)}`);
}
