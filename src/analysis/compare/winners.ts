import { type CatalogEntry, type MetricKey, metricCatalog } from "../metrics/catalog";
import type { NamedMetrics } from "./comparison-table";
import { checkTwo, distinctNames } from "./entries";

/** Who wins a metric. */
export interface MetricWinner {
  readonly metric: MetricKey;
  /** Several if they tie; none if only one session has the metric, which is ahead of nobody. */
  readonly winners: readonly string[];
  /** `null` without a winner. */
  readonly value: number | null;
  /** Those with the next value; none if all that have the metric are equal. */
  readonly runnersUp: readonly string[];
  readonly runnerUpValue: number | null;
  /** `value` less `runnerUpValue`. */
  readonly difference: number | null;
  /** Which value is better. */
  readonly direction: "higher" | "lower";
}

/**
 * Returns who wins each metric. Leaves out metrics of which neither direction is better, and metrics that no session has.
 * An undefined value never wins, and is nobody to win against. A tie names all its sessions, and the runner-up is the next after them. Throws
 * INVALID_OPTION below two sessions.
 */
export function winnersOf(sessions: readonly NamedMetrics[]): MetricWinner[] {
  checkTwo(sessions);
  const names = distinctNames(sessions);
  return metricCatalog.flatMap((entry) => winnerOf(entry, sessions, names) ?? []);
}

function winnerOf(
  { key, better }: CatalogEntry,
  sessions: readonly NamedMetrics[],
  names: readonly string[],
): MetricWinner | undefined {
  if (better === "none") return undefined;
  const values = sessions.map(({ metrics }) => metrics[key]);
  const ahead = better === "higher" ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
  let best: number | null = null;
  let next: number | null = null;
  for (const value of values) {
    if (value === null || value === best || value === next) continue;
    if (best === null || ahead(value, best)) [best, next] = [value, best];
    else if (next === null || ahead(value, next)) next = value;
  }
  if (best === null) return undefined;
  const isAlone = values.filter((value) => value !== null).length === 1;
  if (isAlone) best = null;
  const named = (wanted: number | null) => (wanted === null ? [] : names.filter((_, at) => values[at] === wanted));
  return {
    metric: key,
    winners: named(best),
    value: best,
    runnersUp: named(next),
    runnerUpValue: next,
    difference: best === null || next === null ? null : best - next,
    direction: better,
  };
}
