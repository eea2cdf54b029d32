import { type Metrics, metricCatalog } from "../../analysis/metrics/catalog";
import { expected, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { compareValues, formulaOf, type Ordered, smallestFirst, valuesFor } from "../../formula/formula";
import type { ListedRow } from "../../session/lab-sessions";
import {
  isKnown,
  knownNames,
  type ListedSession,
  readIn,
  rowOfOpen,
  sortingAnswer,
  subjectOf,
  times,
  valueIn,
} from "../lab/listed";
import { orderColumn } from "../lab/order-column";
import { watchedSession } from "../lab/watched-session";
import { type Member, stepsIn } from "./compared";

/**
 * By what sessions are ranked: the name of a metric, whose better values come first; a formula such as `"sharpe -
 * abs(maxDrawdown)"`, or a function of a session, whose highest values come first.
 */
export type Rank = string | ((session: ListedSession) => number | null);

/** By what sessions are sorted: the smallest value of a formula or function comes first. */
export type SessionOrder = string | ((session: ListedSession) => number | string | null);

// A member does not change, but its labels do.
const rows = new WeakMap<Member, { readonly labels: unknown; readonly row: ListedRow }>();

/** The row of a session of a comparison, with its metrics and steps in the window. */
export function rowOf(member: Member): ListedRow {
  const { labels } = member.core.record;
  const known = rows.get(member);
  if (known !== undefined && known.labels === labels) return known.row;
  const row = rowWith(member, member.metrics);
  rows.set(member, { labels, row });
  return row;
}

function rowWith({ core, name, stretch }: Member, metrics: Metrics): ListedRow {
  return { ...rowOfOpen(core, metrics), name, ...(stretch && { cursor: stepsIn(core, stretch) }) };
}

// One whose equity was lost is neither ranked nor sorted by its returns.
function countingRowOf(member: Member): ListedRow {
  return member.isLost ? rowWith(member, member.counting) : rowOf(member);
}

/** How a session is ranked. */
export interface Ranked {
  /** From 1; `null` if its value is undefined. Equal values share a place. */
  readonly place: number | null;
  readonly value: number | null;
}

/** Whether a rank is the name of a metric. */
export function rankedMetric(rank: Rank) {
  return typeof rank === "string" ? metricCatalog.find(({ key }) => key === rank.trim()) : undefined;
}

/** Writes what sessions are ranked by. */
export function rankText(rank: Rank): string {
  return typeof rank === "function" ? "a function" : (rankedMetric(rank)?.title ?? rank.trim());
}

/** Returns how sessions are ranked. Throws INVALID_OPTION, INVALID_FORMULA, and UNKNOWN_COLUMN with the near match. */
export function ranksOf(members: readonly Member[], rank: Rank): Ranked[] {
  const sign = rankedMetric(rank)?.better === "lower" ? 1 : -1;
  const values = valuesOf("rank", members, rank).map((value, at) => {
    if (typeof value !== "string" && typeof value !== "boolean") return finite(value);
    const { message } = expected("rank", "a formula or function of which the values are numbers", value);
    throw new PaperLabError("INVALID_OPTION", `${message} for session ${shown(members[at].name)}`);
  });
  const order = places(values, sign);
  const ranked: Ranked[] = values.map(() => ({ place: null, value: null }));
  for (const [at, of] of order.entries()) {
    const before = order[at - 1];
    const tie = at > 0 && values[before] === values[of] ? ranked[before].place : at + 1;
    if (values[of] !== null) ranked[of] = { place: tie, value: values[of] };
  }
  return ranked;
}

/** Returns sessions in an order. Undefined values come last. Throws as `ranksOf` does. */
export function sortedBy(members: readonly Member[], order: SessionOrder): Member[] {
  const column = typeof order === "string" ? orderColumn(order) : undefined;
  const rows = members.map(countingRowOf);
  const isColumn = column !== undefined && isKnown(rows, column.name);
  const values = isColumn
    ? rows.map((row) => plain(valueIn(row, column.name)))
    : valuesOf("orderBy", members, order).map(plain);
  return places(values, isColumn ? column.sign : 1).map((at) => members[at]);
}

/** Returns sessions by rank, those without one last. */
export function byPlace<Item>(items: readonly Item[], ranked: readonly Ranked[]): Item[] {
  const after = (at: number) => ranked[at].place ?? Number.POSITIVE_INFINITY;
  const order = items.map((_, at) => at).sort((a, b) => (after(a) === after(b) ? a - b : after(a) - after(b)));
  return order.map((at) => items[at]);
}

function places(values: readonly (number | string | null)[], sign: 1 | -1): number[] {
  return values.map((_, at) => at).sort((a, b) => compareValues(values[a], values[b], sign) || a - b);
}

// The highest value of a formula ranks first, and the better one of a metric, unless a sign before it makes it a formula.
const bestFirst: Ordered = (formula, negative, isDescending) => {
  if (rankedMetric(formula)?.better === "lower") return isDescending ? `+${formula}` : formula;
  return isDescending ? formula : negative;
};

const orders = { rank: bestFirst, orderBy: smallestFirst } as const;

function valuesOf(option: "rank" | "orderBy", members: readonly Member[], by: SessionOrder): unknown[] {
  const rows = members.map(countingRowOf);
  if (typeof by === "function") {
    const watch = { option, known: knownNames(rows) };
    return rows.map((row) => sortingAnswer(option, row.name, () => by(watchedSession(row, watch))));
  }
  if (typeof by !== "string") throw expected(option, "a metric, a formula, or a function", by);
  const formula = formulaOf(option, by, { known: knownNames(rows), times, ordered: orders[option] });
  return valuesFor(
    formula,
    rows.map((row) => subjectOf(row, readIn)),
  );
}

function plain(value: unknown): number | string | null {
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? value : finite(value);
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
