import { defined } from "./defined";
import type { PeriodSums } from "./period-sums";

/** Returns the sum of the positive returns over that of the negative ones, unsigned; `null` without a negative one. */
export function profitFactorPeriods({ gained, lost, negative }: PeriodSums): number | null {
  return negative === 0 ? null : defined(gained / -lost);
}
