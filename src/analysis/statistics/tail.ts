import { defined } from "./defined";
import { selectInPlace } from "./select";

/** The worst returns of a series, ascending: as many as its 5 % quantile needs. And the number of all returns. */
export interface Tail {
  readonly count: number;
  readonly worst: Float64Array;
}

/** Returns the tail of finite returns, without changing them. */
export function tailOf(returns: Float64Array): Tail {
  const count = returns.length;
  const wanted = Math.min(count, rankOf(count, 5) + 2);
  if (count === 0) return { count, worst: new Float64Array(0) };
  const values = returns.slice();
  selectInPlace(values, wanted - 1);
  return { count, worst: values.subarray(0, wanted).sort() };
}

/**
 * Returns the 5 or 1 % quantile of the returns, type 7 of Hyndman and Fan (1996): `x[k] + (h − k)(x[k+1] − x[k])` with
 * `h = (n − 1)p`. `null` without a return.
 */
export function quantileOf({ count, worst }: Tail, percent: 5 | 1): number | null {
  if (count === 0) return null;
  const rank = rankOf(count, percent);
  const between = (((count - 1) * percent) % 100) / 100;
  if (between === 0) return worst[rank];
  return defined(worst[rank] + between * (worst[rank + 1] - worst[rank]));
}

/**
 * Returns the mean of the `k + 1` worst returns, `k = ⌊(n − 1)p⌋`, which are those not above the quantile. `null`
 * without a return.
 */
export function meanOfWorst({ count, worst }: Tail, percent: 5 | 1): number | null {
  if (count === 0) return null;
  const wanted = rankOf(count, percent) + 1;
  let sum = 0;
  for (let i = 0; i < wanted; i++) sum += worst[i];
  return defined(sum / wanted);
}

// In whole numbers, because `(n − 1)·0.05` sometimes falls just below the whole number it should be.
function rankOf(count: number, percent: number): number {
  return Math.max(0, Math.floor(((count - 1) * percent) / 100));
}
