/** Returns the quantile p of ascending numbers, type 7 of Hyndman and Fan (1996): `x[k] + (h − k)(x[k+1] − x[k])`, `h = (n − 1)p`. */
export function quantile(ascending: Float64Array, p: number): number {
  const h = (ascending.length - 1) * p;
  // (n - 1)p may fall just below the whole number that it should be.
  const whole = Math.round(h);
  if (Math.abs(h - whole) < 1e-9) return ascending[whole];
  const k = Math.floor(h);
  return ascending[k] + (h - k) * (ascending[k + 1] - ascending[k]);
}

/** An interval: its ends, which belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Returns the percentile interval at confidence `1 − alpha`: the quantiles `alpha/2` and `1 − alpha/2` of the resamples. */
export function percentileInterval(resampled: Float64Array, alpha: number): Interval {
  const ascending = resampled.slice().sort();
  return { low: quantile(ascending, alpha / 2), high: quantile(ascending, 1 - alpha / 2) };
}

/** Returns the share of numbers that are strictly above another. */
export function shareAbove(values: Float64Array, other: number): number {
  let above = 0;
  for (let at = 0; at < values.length; at++) if (values[at] > other) above++;
  return above / values.length;
}
