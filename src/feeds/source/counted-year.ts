import { dayLength } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";
import { type Year, yearOf } from "../../core/year";

type BarTimes = Pick<BarColumns, "length" | "time" | "symbol">;

/**
 * Counts how many days, or longer periods, of a year have bars of some symbols, whose places are `wanted`; all of them
 * without it. A record under half a year has the number of its calendar, or of its interval where that is longer than a day.
 */
export function countedYear(
  columns: BarTimes,
  calendar: Calendar,
  interval: number | undefined,
  wanted?: ReadonlySet<number>,
): Year {
  const nominal =
    interval === undefined || interval <= dayLength ? calendar.periodsPerYear : (365 * dayLength) / interval;
  return yearOf(daysWithBars(columns, calendar, wanted), nominal);
}

function daysWithBars({ time, symbol, length }: BarTimes, calendar: Calendar, wanted?: ReadonlySet<number>): number[] {
  const days: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < length; row++) {
    if (time[row] <= end || wanted?.has(symbol[row]) === false) continue;
    days.push(calendar.countedDay(time[row]));
    end = calendar.countedEnd(time[row]);
  }
  return days;
}
