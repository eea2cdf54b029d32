import { defined } from "./defined";
import { deviation, isFlat, type Moments } from "./moments";
import type { ReturnTerms } from "./terms";

/**
 * Returns the annual Sharpe ratio, `mean(r − rf)/std(r)·√N`, arithmetic, with `n − 1` in the variance. `null` below two
 * returns and at zero variance. Source: Sharpe (1994), The Sharpe Ratio.
 */
export function sharpe(returns: Moments, { periodsPerYear, riskFree }: ReturnTerms): number | null {
  if (returns.count < 2 || isFlat(returns)) return null;
  return defined(((returns.mean - riskFree) / deviation(returns)) * Math.sqrt(periodsPerYear));
}
