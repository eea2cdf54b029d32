import { metricsOfReturns } from "../../analysis/metrics/of-returns";
import { grouped } from "../../core/short-text";
import type { ListedRow } from "../../session/lab-sessions";

const ofReturns: ReadonlySet<string> = new Set(metricsOfReturns);

/** The metric that says whether equity was always above 0. */
export const tellingLoss = "maxDrawdown";

/** Whether one of some names is of a metric of returns, which does not count where equity was not always above 0. */
export function areOfReturns(names: Iterable<string>): boolean {
  for (const name of names) if (ofReturns.has(name)) return true;
  return false;
}

/** Rows of sessions as they count: without metrics of returns where equity was not always above 0. */
export interface Counting {
  readonly rows: readonly ListedRow[];
  /** Names of the sessions whose equity was not. */
  readonly lost: readonly string[];
  /** Returns the row that is shown of one that counts. */
  shown(row: ListedRow): ListedRow;
}

/** Returns rows as they count. They must have the metric that tells the loss. */
export function countingOf(rows: readonly ListedRow[]): Counting {
  const places = new Map<readonly string[], number>();
  const isLost = ({ metricNames, metricValues }: ListedRow) => {
    const place = places.get(metricNames) ?? metricNames.indexOf(tellingLoss);
    places.set(metricNames, place);
    // All of the highest equity so far, or more.
    return metricValues[place] <= -1;
  };
  const lost = rows.filter(isLost);
  if (lost.length === 0) return { rows, lost: [], shown: (row) => row };
  const counting = new Map(lost.map((row) => [row, withoutReturns(row)]));
  const originals = new Map(Array.from(counting, ([row, one]) => [one, row]));
  return {
    rows: rows.map((row) => counting.get(row) ?? row),
    lost: lost.map(({ name }) => name),
    shown: (row) => originals.get(row) ?? row,
  };
}

// The row of a stored session parses what is asked of it.
function withoutReturns(row: ListedRow): ListedRow {
  const values = row.metricValues.map((value, place) => (ofReturns.has(row.metricNames[place]) ? Number.NaN : value));
  return new Proxy(row, { get: (target, key) => (key === "metricValues" ? values : Reflect.get(target, key)) });
}

const mostNames = 4;

/** Says which sessions have metrics of returns that do not count; nothing if there are none. */
export function lossNotes(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length - mostNames;
  const told = names.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${grouped(more)} more` : "");
  return [`where and orderBy take metrics of returns as undefined where equity was not always above 0: ${told}`];
}
