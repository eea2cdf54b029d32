import { dateOf, dayLength, weekdayOf } from "../../core/days";

// A century has fewer holidays than this. A series with more dates without a bar has gaps.
const mostHolidays = 1500;

/** A break of an axis, as Plotly reads it: days of every week, or dates. */
export interface RangeBreak {
  readonly bounds?: readonly [from: string, to: string];
  readonly values?: readonly string[];
}

/**
 * Returns the axis breaks for days on which none of some dates (ISO, ascending) falls, so that bars stand side by
 * side.
 */
export function closedDays(dates: readonly string[]): RangeBreak[] {
  if (dates.length < 2) return [];
  const open = new Set(dates);
  const weekdays = new Set(dates.map((date) => weekdayOf(dayOf(date))));
  const weekends = !weekdays.has(6) && !weekdays.has(0);
  const closed: string[] = [];
  const last = dayOf(dates[dates.length - 1]);
  for (let day = dayOf(dates[0]); day <= last; day++) {
    const date = dateOf(day);
    if (!open.has(date) && !(weekends && weekdayOf(day) % 6 === 0)) closed.push(date);
  }
  const breaks: RangeBreak[] = weekends ? [{ bounds: ["sat", "mon"] }] : [];
  return closed.length === 0 || closed.length > mostHolidays ? breaks : [...breaks, { values: closed }];
}

// NaN for a date that is not written with four digits, such as in the year 12,000. Then there are no breaks.
function dayOf(date: string): number {
  return Date.parse(date) / dayLength;
}
