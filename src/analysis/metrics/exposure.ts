import type { DayColumns } from "../session-record";
import { meanOverEquity } from "./mean-over-equity";

/**
 * Returns the mean gross exposure over day ends, `Σ|market value| / equity`: a fraction, above 1 with leverage. `null`
 * without a day, and where the equity of a day was not positive.
 */
export function exposure(days: DayColumns): number | null {
  return meanOverEquity(days.gross, days);
}
