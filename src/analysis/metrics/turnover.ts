import type { DayColumns } from "../session-record";
import { defined } from "./defined";
import { meanOverEquity } from "./mean-over-equity";

/**
 * Returns the mean of a day's traded notional, bought and sold, over that day's closing equity, times the trading days
 * of a year. `null` without a day, and where the equity of a day was not positive.
 */
export function turnover(days: DayColumns, daysPerYear: number): number | null {
  const daily = meanOverEquity(days.traded, days);
  return daily === null ? null : defined(daily * daysPerYear);
}
