import type { ReturnConventions } from "../../../src/analysis/statistics/conventions";
import { drawdownOf, wealthOf } from "../../../src/analysis/statistics/drawdown";
import { growthOfReturns } from "../../../src/analysis/statistics/growth";
import { type Material, ReturnStatistics } from "../../../src/analysis/statistics/material";

/** The material of a bare series of returns. */
export function materialOf(values: ArrayLike<number>, terms: Partial<ReturnConventions> = {}): Material {
  const returns = Float64Array.from(values);
  const summary = { total: growthOfReturns(returns), drawdown: drawdownOf(wealthOf(returns)), last: null };
  return { returns: new ReturnStatistics(returns, summary, { periodsPerYear: 252, riskFree: 0, ...terms }) };
}
