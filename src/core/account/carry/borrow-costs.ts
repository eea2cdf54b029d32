import type { Calendar } from "../../market/calendar";
import type { BorrowRate } from "./rates";

/**
 * Returns the sum of a symbol's yearly borrow rates over the days from `from` to `to` (exclusive). A function is asked
 * for the end of each of these days.
 */
export function borrowOver(
  rate: BorrowRate,
  symbol: string,
  from: number,
  to: number,
  calendar: Pick<Calendar, "startOf">,
): number {
  if (typeof rate === "number") return rate * (to - from);
  if (typeof rate !== "function") return (Object.hasOwn(rate, symbol) ? rate[symbol] : 0) * (to - from);
  let sum = 0;
  for (let day = from; day < to; day++) sum += rate(calendar.startOf(day + 1), symbol);
  return sum;
}
