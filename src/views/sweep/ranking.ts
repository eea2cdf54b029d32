import type { SweepResults } from "../../sweep/kept/results";
import { pointStates } from "../../sweep/kept/results";

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

/** Counts the runs of a sweep. */
export function countsOf({ states }: SweepResults): RunCounts {
  const counts = [0, 0, 0];
  for (const state of states) counts[state]++;
  return { done: counts[pointStates.done], failed: counts[pointStates.failed], left: counts[pointStates.left] };
}

/** Ranks the runs of a sweep by a metric; by default that of its rank. */
export function rankingOf(results: SweepResults, { metric, ascending } = results.rank): Ranking {
  const values = results.metric(metric);
  const { states } = results;
  const groups: number[][] = [[], [], [], []];
  for (let run = 0; run < states.length; run++) {
    const value = isRanked(results, run) ? values[run] : Number.NaN;
    groups[groupOf(states[run], value)].push(run);
  }
  const sign = ascending ? 1 : -1;
  groups[0].sort((a, b) => sign * (values[a] - values[b]) || a - b);
  return { order: Int32Array.from(groups.flat()), ranked: groups[0].length };
}

function groupOf(state: number, value: number): number {
  if (state === pointStates.left) return 3;
  if (state === pointStates.failed) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

function isRanked(results: SweepResults, run: number): boolean {
  return results.isRanked?.(run) !== false;
}

/** Returns the best run by a metric; `undefined` if none has a value. */
export function bestRun(results: SweepResults): number | undefined {
  const { metric, ascending } = results.rank;
  const values = results.metric(metric);
  let best: number | undefined;
  for (let run = 0; run < values.length; run++) {
    if (results.states[run] !== pointStates.done || Number.isNaN(values[run]) || !isRanked(results, run)) continue;
    if (best === undefined || (ascending ? values[run] < values[best] : values[run] > values[best])) best = run;
  }
  return best;
}
