import { defined } from "./defined";

/**
 * Returns the compound annual growth rate, `(1 + total)^(N/n) − 1` of `n` returns: a fraction. −1 after a total loss;
 * `null` without a return, and where more than everything was lost.
 */
export function cagr(total: number | null, count: number, periodsPerYear: number): number | null {
  if (total === null || count === 0 || total < -1) return null;
  return defined(Math.expm1((periodsPerYear / count) * Math.log1p(total)));
}
