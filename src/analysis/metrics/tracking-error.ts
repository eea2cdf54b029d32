import { defined } from "./defined";
import { deviation, isFlat, type Moments } from "./moments";
import type { PairMoments } from "./pairs";

/** Returns `std(r − b)·√N` with `n − 1` in the variance: a fraction. 0 at zero variance; `null` below two pairs. */
export function trackingError(pairs: PairMoments, periodsPerYear: number): number | null {
  if (pairs.count < 2) return null;
  return isFlat(pairs.active, scaleOf(pairs)) ? 0 : defined(deviation(pairs.active) * Math.sqrt(periodsPerYear));
}

/** Returns `mean(r − b)/std(r − b)·√N`. `null` below two pairs and where the tracking error is 0. */
export function informationRatio(pairs: PairMoments, periodsPerYear: number): number | null {
  if (pairs.count < 2 || isFlat(pairs.active, scaleOf(pairs))) return null;
  return defined((pairs.active.mean / deviation(pairs.active)) * Math.sqrt(periodsPerYear));
}

// A difference carries the rounding of what it was taken from, however small it is itself.
function scaleOf({ own, benchmark }: PairMoments): number {
  return Math.max(largest(own), largest(benchmark));
}

function largest(moments: Moments): number {
  return Math.max(Math.abs(moments.min), Math.abs(moments.max));
}
