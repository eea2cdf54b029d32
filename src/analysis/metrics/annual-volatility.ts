import { defined } from "./defined";
import { deviation, isFlat, type Moments } from "./moments";

/** Returns `std(r)·√N` with `n − 1` in the variance: a fraction. 0 at zero variance; `null` below two returns. */
export function annualVolatility(returns: Moments, periodsPerYear: number): number | null {
  if (returns.count < 2) return null;
  return isFlat(returns) ? 0 : defined(deviation(returns) * Math.sqrt(periodsPerYear));
}
