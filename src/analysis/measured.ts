import type { Metrics } from "./metrics/catalog";

/** Metrics, and how they were taken. */
export interface Measured {
  readonly metrics: Metrics;
  /** Number of returns. */
  readonly returns: number;
  /** Number of returns that it has in common with its benchmark; absent without one. */
  readonly pairs?: number;
  /** Returns per year. */
  readonly periodsPerYear: number;
  /** Whether the days per year were counted from the bars, instead of given or taken from a calendar. */
  readonly counted?: boolean;
  /** Returns that were left out because they were not finite, or began at an equity that was not positive. */
  readonly dropped: number;
}

/**
 * Whether the returns cover less than a year, so that annualized figures mislead: 1 % in a day is 1,127 % a year.
 * Source: Global Investment Performance Standards (2020), which forbid annualizing them.
 */
export function isShortRecord({ returns, periodsPerYear }: Measured): boolean {
  return returns < Math.floor(periodsPerYear);
}
