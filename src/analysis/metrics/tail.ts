import { selectInPlace } from "./select";

/** The worst returns of a series: as many as its 5 % quantile needs, ascending, and how many returns there were. */
export interface Tail {
  readonly count: number;
  readonly worst: Float64Array;
}

/** Returns the tail of finite returns, which are not touched. */
export function tailOf(returns: Float64Array): Tail {
  const count = returns.length;
  const wanted = Math.min(count, rankOf(count, 5) + 2);
  if (count === 0) return { count, worst: new Float64Array(0) };
  const values = returns.slice();
  selectInPlace(values, wanted - 1);
  return { count, worst: values.subarray(0, wanted).sort() };
}

/** Returns `⌊(n − 1)·percent/100⌋`, in whole numbers: `(n − 1)·0.05` falls below the one it stands for now and then. */
export function rankOf(count: number, percent: number): number {
  return Math.max(0, Math.floor(((count - 1) * percent) / 100));
}
