import type { Calendar } from "../../core/market/calendar";
import type { TrackRecord } from "../record/track-record";
import { countUntil, periodLength, samplePlaces } from "./sampling";

/** How often a session's returns are taken. */
export type ReturnsEvery = "bar" | "minute" | "hour" | "day";

const enough = 20;

/** Returns the longest of day, hour and minute that gives at least 20 returns, else the bar. */
export function defaultReturnsEvery({ curve, days }: TrackRecord, calendar: Calendar): ReturnsEvery {
  if (days.length >= enough) return "day";
  for (const every of ["hour", "minute"] as const) {
    if (samplePlaces(curve.time, 1, curve.length, every, calendar).length >= enough) return every;
  }
  return "bar";
}

/**
 * Returns the trading days of a year: the calendar's, or 365 over the interval in days where bars are longer than a day
 * (52.14 for weekly ones).
 */
export function daysPerYear(calendar: Calendar, interval: number | undefined): number {
  if (interval === undefined || interval <= periodLength.day) return calendar.periodsPerYear;
  return (365 * periodLength.day) / interval;
}

/**
 * Returns the periods of a year: the days of a year times the returns of a day. A day around the clock (`"always"`) has
 * as many as fit into 24 hours, at the length of the period or, where that is longer, the bars' interval. On the other
 * calendars it is the mean over the session's own days, without its first and its last, which may be cut short; of one or
 * two days, the fuller. `times` are those of the returns.
 */
export function periodsPerYearOf(
  every: ReturnsEvery,
  times: Float64Array,
  record: TrackRecord,
  { calendar, interval }: { readonly calendar: Calendar; readonly interval?: number },
): number {
  const days = daysPerYear(calendar, interval);
  if (every === "day" || (interval !== undefined && interval >= periodLength.day)) return days;
  const length = every === "bar" ? interval : Math.max(periodLength[every], interval ?? 0);
  if (calendar.spec === "always" && length !== undefined) return days * (periodLength.day / length);
  return days * returnsOfDay(times, record);
}

function returnsOfDay(times: Float64Array, { days }: TrackRecord): number {
  if (days.length < 2) return times.length;
  const first = countUntil(times, days.time[0]);
  if (days.length === 2) return Math.max(first, times.length - first);
  return (countUntil(times, days.time[days.length - 2]) - first) / (days.length - 2);
}
