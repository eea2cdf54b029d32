import { dateOf, yearOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import type { EquityCurve } from "../record/track-record";
import { returnsOf } from "./returns";

/** The names of the months, as columns of a table have them. */
export const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;

/** The returns of the months of a year, fractions; `null` for a month without any. */
export type YearOfMonths = { readonly [Month in (typeof monthNames)[number]]: number | null } & {
  readonly year: number;
  /** Of the whole year, as far as the curve has it. */
  readonly total: number | null;
};

/**
 * Returns a row for each year of a curve: the return of each month and of the year. The first and the last month may be cut
 * short. Months are those of the calendar's dates.
 */
export function monthTable(curve: EquityCurve, calendar: Calendar): YearOfMonths[] {
  const rows = new Map<number, Record<string, number | null>>();
  const months = returnsOf(curve, "month", calendar);
  for (const [at, value] of months.value.entries()) {
    const date = dateOf(calendar.dayOf(months.time[at]));
    const year = Number(date.slice(0, 4));
    const row = rows.get(year) ?? { year, total: null, ...Object.fromEntries(monthNames.map((name) => [name, null])) };
    row[monthNames[Number(date.slice(5, 7)) - 1]] = finite(value);
    rows.set(year, row);
  }
  const years = returnsOf(curve, "year", calendar);
  for (const [at, value] of years.value.entries()) {
    const row = rows.get(yearOf(calendar.dayOf(years.time[at])));
    if (row !== undefined) row.total = finite(value);
  }
  return [...rows.values()] as unknown as YearOfMonths[];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
