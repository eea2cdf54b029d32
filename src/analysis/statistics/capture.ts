import type { ReturnConventions } from "./conventions";
import { defined } from "./defined";
import type { ReturnPairs } from "./pairs";

/** How much of a benchmark's rises and falls a series took part in; `null` if that is undefined. */
export interface Captures {
  readonly up: number | null;
  readonly down: number | null;
}

/**
 * Returns the annual growth over the periods in which the benchmark rose (or fell) over that of the benchmark in the same
 * periods, each `Π(1 + x)^(N/n) − 1` with the `n` of these periods: the capture ratios of Morningstar, taken over the
 * session's own periods instead of months, as `up_capture` and `down_capture` of empyrical have them. `null` without such a
 * period, and if more than everything was lost.
 */
export function capturesOf(pairs: ReturnPairs, terms: ReturnConventions): Captures {
  return { up: captureOf(pairs, terms, 1), down: captureOf(pairs, terms, -1) };
}

function captureOf(
  { own, benchmark }: ReturnPairs,
  { periodsPerYear }: ReturnConventions,
  sign: number,
): number | null {
  let [count, mine, theirs] = [0, 1, 1];
  for (let i = 0; i < own.length; i++) {
    if (!(benchmark[i] * sign > 0)) continue;
    count++;
    mine *= 1 + own[i];
    theirs *= 1 + benchmark[i];
  }
  if (count === 0) return null;
  if (mine < 0) return null;
  const annual = (growth: number) => Math.expm1((periodsPerYear / count) * Math.log(growth));
  return defined(annual(mine) / annual(theirs));
}
