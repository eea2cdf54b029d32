import { civilDay, dayLength } from "../days";

/** The periods of which a schedule names a day. */
export const periods = ["day", "week", "month", "quarter"] as const;

/** A period of which a schedule names a day. Weeks begin on Monday, quarters in January, April, July and October. */
export type Period = (typeof periods)[number];

/** The most days that a period can have. */
export const longest: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 31, quarter: 92 };

/** Returns the number of the period that a day (whole days since 1970-01-01) is in. Later periods have higher ones. */
export function periodOf(every: Period, day: number): number {
  if (every === "day") return day;
  // 1970-01-01 was a Thursday.
  if (every === "week") return Math.floor((day + 3) / 7);
  const date = new Date(day * dayLength);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return every === "month" ? month : Math.floor(month / 3);
}

/** Returns the first day of the period of that number. */
export function firstDayOf(every: Period, period: number): number {
  if (every === "day") return period;
  if (every === "week") return period * 7 - 3;
  const month = every === "month" ? period : period * 3;
  return civilDay(Math.floor(month / 12), (month % 12) + 1, 1);
}
