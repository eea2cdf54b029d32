import type { Calendar } from "../../core/market/calendar";
import { holesIn, type Year, yearLength } from "../../core/year";
import type { TrackRecord } from "../record/track-record";
import { periodLength, samplePlaces } from "./sampling";

/** How often a session's returns are taken. */
export type ReturnsEvery = "bar" | "minute" | "hour" | "day";

const enough = 20;

/** Returns the longest of day, hour and minute that gives at least 20 returns, else the bar. */
export function defaultReturnsEvery({ curve }: TrackRecord, calendar: Calendar): ReturnsEvery {
  for (const every of ["day", "hour", "minute"] as const) {
    if (samplePlaces(curve.time, 1, curve.length, every, calendar).length >= enough) return every;
  }
  return "bar";
}

/** What says how many days and returns a year has. */
export interface YearTerms {
  readonly calendar: Calendar;
  /** Milliseconds of a bar, where the feed has one interval. */
  readonly interval?: number;
  /** What was counted over the feed's bars; absent where the calendar says it. */
  readonly year?: Year;
}

/**
 * Returns the trading days of a year: those counted over the feed's bars, else the calendar's, or 365 over the interval in
 * days where bars are longer than a day (52.14 for weekly ones).
 */
export function daysPerYear({ calendar, interval, year }: YearTerms): number {
  if (year !== undefined) return year.perYear;
  if (interval === undefined || interval <= periodLength.day) return calendar.periodsPerYear;
  return (365 * periodLength.day) / interval;
}

/**
 * Returns the periods of a year: the days of a year times the returns of a day. A day around the clock (`"always"`) has
 * as many as fit into 24 hours, at the length of the period or, where that is longer, the bars' interval. On the other
 * calendars it is the mean over the session's own days, without its first and its last, which may be cut short; of one or
 * two days, the fuller. `times` are those of the returns.
 */
export function periodsPerYearOf(every: ReturnsEvery, times: Float64Array, terms: YearTerms): number {
  const { calendar, interval } = terms;
  const days = daysPerYear(terms);
  if (every === "day" || (interval !== undefined && interval >= periodLength.day)) return days;
  const length = every === "bar" ? interval : Math.max(periodLength[every], interval ?? 0);
  if (calendar.spec === "always" && length !== undefined) return days * (periodLength.day / length);
  return days * returnsOfDay(times, calendar);
}

function returnsOfDay(times: Float64Array, calendar: Calendar): number {
  const ends = samplePlaces(times, 0, times.length, "day", calendar);
  const days = ends.length;
  if (days < 2) return times.length;
  const first = ends[0] + 1;
  if (days === 2) return Math.max(first, times.length - first);
  return (ends[days - 2] + 1 - first) / (days - 2);
}

/**
 * Returns the years from the first of some times to the last, without the stretches in which there should have been bars.
 */
export function yearsOf(times: Float64Array, calendar: Calendar): number {
  if (times.length < 2) return 0;
  const days = Array.from(samplePlaces(times, 0, times.length, "day", calendar), (place) =>
    calendar.countedDay(times[place]),
  );
  const outside = holesIn(days).reduce((sum, [from, to]) => sum + to - from, 0);
  return (times[times.length - 1] - times[0] - outside * periodLength.day) / yearLength;
}
