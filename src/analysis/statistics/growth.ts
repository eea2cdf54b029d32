import { defined } from "./defined";

/** Returns `Π(1 + r) − 1`, a fraction; `null` without a return. */
export function growthOfReturns(returns: Float64Array): number | null {
  if (returns.length === 0) return null;
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + returns[i];
  return defined(growth - 1);
}

/** Returns last level over first, minus 1: a fraction. `null` below two levels, and if the first is not positive. */
export function growthOfLevels(levels: Float64Array): number | null {
  return levels.length < 2 ? null : growthBetween(levels[0], levels[levels.length - 1]);
}

/** Returns the last level over the first, minus 1: a fraction. `null` if the first is not positive. */
export function growthBetween(first: number, last: number): number | null {
  return first > 0 ? defined(last / first - 1) : null;
}

/** The growth over some returns, with the returns per year or the years that they took. */
export interface GrowthInput {
  readonly total: number | null;
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
  readonly years?: number;
}

/**
 * Returns the compound annual growth rate, `(1 + total)^(1/years) − 1`, a fraction. Without `years`, `n` returns take
 * `n/N` years. −1 after a total loss; `null` without a return, and if more than everything was lost.
 */
export function annualGrowth({ total, returns, periodsPerYear, years }: GrowthInput): number | null {
  if (total === null || returns.length === 0 || total < -1) return null;
  const perYear = years === undefined ? periodsPerYear / returns.length : 1 / years;
  return defined(Math.expm1(perYear * Math.log1p(total)));
}
