import type { ReturnConventions } from "../statistics/conventions";

/**
 * Returns how many of a session's returns lie between two levels that it has in common with a benchmark: 1 where most follow one
 * another, whatever is missing between others; else the mean. `at`: the places of these levels, ascending.
 */
export function spacingOf(at: readonly number[]): number {
  if (at.length < 2) return 1;
  const gaps = at.slice(1).map((place, row) => place - at[row]);
  const isClose = gaps.filter((gap) => gap === 1).length * 2 >= gaps.length;
  return isClose ? 1 : (at[at.length - 1] - at[0]) / gaps.length;
}

/** Returns the conventions of returns that are each as long as `spacing` of those of `terms`. */
export function spaced(terms: ReturnConventions, spacing: number): ReturnConventions {
  if (spacing === 1) return terms;
  const { periodsPerYear, riskFree } = terms;
  return { ...terms, periodsPerYear: periodsPerYear / spacing, riskFree: Math.expm1(spacing * Math.log1p(riskFree)) };
}
