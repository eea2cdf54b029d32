import type { Calendar } from "../../core/market/calendar";
import { holesIn, type Year, yearLength } from "../../core/year";
import type { TrackRecord } from "../record/track-record";
import { periodLength, samplePlaces } from "./sampling";

/** How often a session's returns are taken. */
export type ReturnsEvery = "bar" | "minute" | "hour" | "day";

const enough = 20;

/** Returns the longest of day, hour and minute that gives at least 20 returns, otherwise `"bar"`. */
export function defaultReturnsEvery(record: Pick<TrackRecord, "curve">, calendar: Calendar): ReturnsEvery {
  return defaultSampling(record, calendar).every;
}

/** Returns that with the last points of its periods; absent for bars. */
export function defaultSampling(
  { curve }: Pick<TrackRecord, "curve">,
  calendar: Calendar,
): { readonly every: ReturnsEvery; readonly places?: Int32Array } {
  for (const every of ["day", "hour", "minute"] as const) {
    const places = samplePlaces(curve.time, 1, curve.length, every, calendar);
    if (places.length >= enough) return { every, places };
  }
  return { every: "bar" };
}

/** What determines how many days and returns a year has. */
export interface YearTerms {
  readonly calendar: Calendar;
  /** Milliseconds of a bar, if the feed has one interval. */
  readonly interval?: number;
  /** What was counted from the feed's bars. Absent if the calendar says it. */
  readonly year?: Year;
}

/**
 * Returns the trading days per year: those counted from the feed's bars, otherwise the calendar's. If bars are longer
 * than a day, it is 365 over their interval in days (52.14 for weekly bars).
 */
export function daysPerYear({ calendar, interval, year }: YearTerms): number {
  if (year !== undefined) return year.perYear;
  if (interval === undefined || interval <= periodLength.day) return calendar.periodsPerYear;
  return (365 * periodLength.day) / interval;
}

/**
 * Returns the periods per year: days per year times returns per day. On a calendar that trades around the clock
 * (`"always"`), a day has as many returns as periods (or bars, if those are longer) fit into 24 hours. On other
 * calendars it is the mean over the session's own days, without the first and the last, which may be cut short. Of one
 * or two days, it is the fuller one. `times` are those of the returns.
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

/** Returns the years from the first time to the last, without the stretches in which there should have been bars. */
export function yearsOf(times: Float64Array, calendar: Calendar): number {
  if (times.length < 2) return 0;
  const days = Array.from(samplePlaces(times, 0, times.length, "day", calendar), (place) =>
    calendar.countedDay(times[place]),
  );
  const outside = holesIn(days).reduce((sum, [from, to]) => sum + to - from, 0);
  return (times[times.length - 1] - times[0] - outside * periodLength.day) / yearLength;
}
