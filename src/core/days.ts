import type { ErrorCode } from "../errors";
import { expected } from "./checks";

/** Milliseconds of a day of 24 hours. */
export const dayLength = 86_400_000;

/** Writes a day, whole days since 1970-01-01, as an ISO date: `dateOf(15838)` is "2013-05-13". */
export function dateOf(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** Writes the UTC date of the instant just before `time`, because the midnight that ends a day belongs to it. */
export function dateBefore(time: number): string {
  return dateOf(Math.floor((time - 1) / dayLength));
}

/**
 * Returns an ISO date as whole days since 1970-01-01. Throws INVALID_OPTION, or another `code`, for anything else, and for
 * dates that do not exist, such as 2013-02-29. `name`: what the message calls the value.
 */
export function dayOfDate(date: string, name = "the date", code: ErrorCode = "INVALID_OPTION"): number {
  const parts = typeof date === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) : null;
  const day = parts === null ? Number.NaN : civilDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (Number.isNaN(day)) throw expected(name, 'a date such as "2013-05-13"', date, code);
  return day;
}

/** Returns a date of the Gregorian calendar as whole days since 1970-01-01, or NaN if there is no such date. */
export function civilDay(year: number, month: number, date: number): number {
  if (month < 1 || month > 12 || date < 1 || date > monthLength(year, month)) return Number.NaN;
  // Here years begin in March, so that the leap day comes last (Hinnant, "chrono-Compatible Low-Level Date
  // Algorithms").
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Returns the weekday of a day: 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** Returns the calendar year of a day. */
export function yearOf(day: number): number {
  return new Date(day * dayLength).getUTCFullYear();
}

function monthLength(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
