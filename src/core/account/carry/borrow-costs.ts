import { PaperLabError } from "../../../errors";
import { thrownText } from "../../checks";
import type { Calendar } from "../../market/calendar";
import { type BorrowRate, checkedBorrow } from "./rates";

/**
 * Returns the sum of a symbol's yearly borrow rates over the days from `from` to `to` (exclusive). A function is asked
 * for the end of each of these days. Throws INVALID_OPTION if it fails or answers something else.
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
  for (let day = from; day < to; day++) sum += asked(rate, calendar.startOf(day + 1), symbol);
  return sum;
}

function asked(rate: (time: number, symbol: string) => number, time: number, symbol: string): number {
  let answer: unknown;
  try {
    answer = rate(time, symbol);
  } catch (cause) {
    throw new PaperLabError("INVALID_OPTION", `The function borrowRate failed: ${thrownText(cause)}`, { cause });
  }
  return checkedBorrow(`the answer of borrowRate for ${symbol}`, answer);
}
