import type { DayColumns } from "../record/session-record";
import { defined } from "../statistics/defined";
import { meanOverEquity } from "../statistics/mean-over-equity";

/**
 * Returns the mean of a day's traded notional, bought and sold, over that day's closing equity, times the trading days
 * of a year. `null` without a day, and where the equity of a day was not positive.
 */
export function turnover(days: DayColumns, daysPerYear: number): number | null {
  const daily = meanOverEquity(days.traded, days);
  return daily === null ? null : defined(daily * daysPerYear);
}
