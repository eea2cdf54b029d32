import { defined } from "./defined";

/**
 * Returns the Omega ratio at the risk-free return, `Σ max(r − rf, 0) / Σ max(rf − r, 0)`. `null` below two returns and
 * without a shortfall. Source: Keating and Shadwick (2002), A Universal Performance Measure.
 */
export function omega(returns: Float64Array, riskFree: number): number | null {
  if (returns.length < 2) return null;
  let above = 0;
  let below = 0;
  for (let i = 0; i < returns.length; i++) {
    const excess = returns[i] - riskFree;
    // Twice max(excess, 0) and max(-excess, 0), exactly: a branch on the sign of a return is a coin flip, and slow.
    const size = Math.abs(excess);
    above += size + excess;
    below += size - excess;
  }
  return below === 0 ? null : defined(above / below);
}
