import type { MetricKey } from "../../analysis/metrics/catalog";
import type { SweepResults } from "../../sweep/kept/results";
import { pointStates } from "../../sweep/kept/results";
import { sweptOf } from "./swept";

/** How the runs of a sweep stand. */
export interface Ranking {
  /** All runs: the best first, those without a value, failed ones, and at last those that are left. Equal ones as planned. */
  readonly order: Int32Array;
  /** How many have a value to be ranked by; they come first. */
  readonly ranked: number;
}

/** How many runs of a sweep are done, failed and left. */
export interface RunCounts {
  readonly done: number;
  readonly failed: number;
  readonly left: number;
}

/** The best of a sweep: a run, or the combination that is best on average over its seeds. */
export interface BestChoice {
  /** The first of its runs, its place in the plan. */
  readonly run: number;
  /** What it is ranked by: the metric of its run, or the mean over its runs. */
  readonly value: number;
  /** Its runs; more than one over seeds. */
  readonly runs: readonly number[];
}

/** Counts the runs of a sweep. */
export function countsOf({ states }: SweepResults): RunCounts {
  const counts = [0, 0, 0];
  for (const state of states) counts[state]++;
  return { done: counts[pointStates.done], failed: counts[pointStates.failed], left: counts[pointStates.left] };
}

/**
 * Returns what runs are ranked by: a metric, NaN for those that have none. Runs that went bankrupt have none, because ratios of
 * their returns say nothing: those after the ruin are left out, and the one into it may be few among many.
 */
export function rankedValues(results: SweepResults, metric: MetricKey = results.rank.metric): Float64Array {
  return results
    .metric(metric)
    .map((value, run) => (results.isBankrupt(run) || !isRanked(results, run) ? Number.NaN : value));
}

/** Ranks the runs of a sweep by a metric; by default that of its rank. */
export function rankingOf(results: SweepResults, { metric, ascending } = results.rank): Ranking {
  const values = rankedValues(results, metric);
  const { states } = results;
  const groups: number[][] = [[], [], [], []];
  for (let run = 0; run < states.length; run++) groups[groupOf(states[run], values[run])].push(run);
  const sign = ascending ? 1 : -1;
  groups[0].sort((a, b) => sign * (values[a] - values[b]) || a - b);
  return { order: Int32Array.from(groups.flat()), ranked: groups[0].length };
}

function groupOf(state: number, value: number): number {
  if (state === pointStates.left) return 3;
  if (state === pointStates.failed) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

/** Whether a run is one of those among which the best is looked for. */
export function isRanked(results: SweepResults, run: number): boolean {
  return results.isRanked?.(run) !== false;
}

/** Returns the best run by a metric, over seeds the first of the best combination; `undefined` if none has a value. */
export function bestRun(results: SweepResults): number | undefined {
  return bestChoice(results)?.run;
}

/**
 * Returns the best run; over seeds the combination with the best mean over its seeds, because the best of all runs would be the
 * luckiest history. `undefined` if none has a value.
 */
export function bestChoice(results: SweepResults): BestChoice | undefined {
  const values = rankedValues(results);
  const choices = sweptOf(results).seeds ? combinations(results, values) : eachRun(results, values);
  const { ascending } = results.rank;
  let best: Omit<BestChoice, "runs"> | undefined;
  for (const one of choices)
    if (best === undefined || (ascending ? one.value < best.value : one.value > best.value)) best = one;
  return best && { runs: [best.run], ...best };
}

function* eachRun({ states }: SweepResults, values: Float64Array): Iterable<Omit<BestChoice, "runs">> {
  for (const [run, value] of values.entries())
    if (states[run] === pointStates.done && !Number.isNaN(value)) yield { run, value };
}

// Few seeds are lucky more easily than many: combinations with less than half as many values as others do not count. One that
// lost everything in a history does not count either.
function combinations(results: SweepResults, values: Float64Array): BestChoice[] {
  const { combinations: places, combinationCount } = sweptOf(results);
  const found = Array.from({ length: combinationCount }, () => ({ runs: [] as number[], sum: 0, isRuined: false }));
  for (const [run, value] of values.entries()) {
    if (results.states[run] !== pointStates.done) continue;
    const own = found[places[run]];
    if (results.isBankrupt(run)) own.isRuined = true;
    if (Number.isNaN(value)) continue;
    own.runs.push(run);
    own.sum += value;
  }
  const most = found.reduce((count, { runs }) => Math.max(count, runs.length), 0);
  const counting = found.filter(({ runs, isRuined }) => !isRuined && runs.length > 0 && runs.length * 2 >= most);
  return counting.map(({ runs, sum }) => ({ run: runs[0], value: sum / runs.length, runs }));
}
