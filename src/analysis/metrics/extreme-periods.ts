import { defined } from "./defined";
import type { Moments } from "./moments";

/** Returns the highest return, a fraction; `null` without a return. */
export function bestPeriod(returns: Moments): number | null {
  return defined(returns.max);
}

/** Returns the lowest return, a fraction; `null` without a return. */
export function worstPeriod(returns: Moments): number | null {
  return defined(returns.min);
}
