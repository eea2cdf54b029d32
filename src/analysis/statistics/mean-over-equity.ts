import type { DayColumns } from "../record/track-record";
import { defined } from "./defined";

/**
 * Returns the mean over days of a value (currency) over that day's closing equity. `null` without a day, or if an
 * equity is not positive.
 */
export function meanOverEquity(values: Float64Array, { length, equity }: DayColumns): number | null {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    if (!(equity[i] > 0)) return null;
    sum += values[i] / equity[i];
  }
  return length === 0 ? null : defined(sum / length);
}
