import type { PeriodSums } from "./period-sums";

/** Returns the share of the periods with a return other than 0 that won; `null` without one. Not the share of trades. */
export function winRatePeriods({ positive, negative }: PeriodSums): number | null {
  return positive + negative === 0 ? null : positive / (positive + negative);
}
