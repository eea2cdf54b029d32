import type { Metrics } from "./metrics/catalog";

/** Metrics, and what they were made of. */
export interface Measured {
  readonly metrics: Metrics;
  /** Number of returns. */
  readonly returns: number;
  /** Returns of a year. */
  readonly periodsPerYear: number;
  /** Whether the days of a year were counted over the bars, neither told nor those of a calendar. */
  readonly counted?: boolean;
  /** Returns left out because they were not finite, or began at an equity that was not positive. */
  readonly dropped: number;
}

/**
 * Returns whether the returns are those of less than a year, so that what is annualized tells of a time that never was: 1 %
 * in a day is 1,127 % a year. Source: Global Investment Performance Standards (2020), which forbid to annualize it.
 */
export function isShortRecord({ returns, periodsPerYear }: Measured): boolean {
  return returns < Math.floor(periodsPerYear);
}
