import { defined } from "./defined";
import type { Moments } from "./moments";
import type { ReturnTerms } from "./terms";

/**
 * Returns the annual downside deviation, `√(Σ min(r − rf, 0)²/n)·√N`, a fraction. `n` counts all returns, those above
 * the target too; `null` without a return.
 */
export function downsideDeviation(returns: Float64Array, { periodsPerYear, riskFree }: ReturnTerms): number | null {
  if (returns.length === 0) return null;
  let squares = 0;
  for (let i = 0; i < returns.length; i++) {
    const excess = returns[i] - riskFree;
    // Twice min(excess, 0), exactly: a branch on the sign of a return is a coin flip, and slow.
    const short = excess - Math.abs(excess);
    squares += short * short;
  }
  return defined(Math.sqrt((squares / 4 / returns.length) * periodsPerYear));
}

/**
 * Returns the annual Sortino ratio, `mean(r − rf)·N / downsideDeviation`. `null` below two returns and where no return
 * was below the target. Source: Sortino and Price (1994), Performance Measurement in a Downside Risk Framework.
 */
export function sortino(returns: Moments, downside: number | null, terms: ReturnTerms): number | null {
  if (returns.count < 2 || downside === null || downside === 0) return null;
  return defined(((returns.mean - terms.riskFree) * terms.periodsPerYear) / downside);
}
