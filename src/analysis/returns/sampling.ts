import { dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";

/** A stretch of time that has one return. A point at the very end of one belongs to it, not to the next. */
export type SamplePeriod = "bar" | "minute" | "hour" | "day" | "week" | "month" | "year";

/** Milliseconds of the periods that have a fixed length, counted in UTC. */
export const periodLength = { minute: 60_000, hour: 3_600_000, day: dayLength } as const;

/**
 * Returns the indices of the last point of each period in `time[from .. to)`, ascending. Periods without a point have
 * none. Weeks begin on Monday, as in ISO 8601. Days, weeks, months and years are those of the calendar's dates. A day
 * that does not count is part of the next. A point that ends a month on a Sunday is still that month's: weeks, months and
 * years are told by the date of their last point.
 */
export function samplePlaces(
  time: Float64Array,
  from: number,
  to: number,
  every: SamplePeriod,
  calendar: Calendar,
): Int32Array {
  if (every === "bar") return allPlaces(from, to);
  if (every === "minute" || every === "hour") {
    const length = periodLength[every];
    return lastPlaces(time, from, to, (instant) => Math.ceil(instant / length) * length);
  }
  const days = lastPlaces(time, from, to, (instant) => calendar.countedEnd(instant));
  if (every === "day") return days;
  const keys = days.map((place) => keyOfDay[every](calendar.dayOf(time[place])));
  return days.filter((_, i) => keys[i] !== keys[i + 1]);
}

/** Returns a key for the period of an instant: equal within one period, greater for later periods. */
export function periodKey(instant: number, every: "bar" | "minute" | "hour" | "day", calendar: Calendar): number {
  if (every === "bar") return instant;
  return every === "day" ? calendar.countedDay(instant) : Math.ceil(instant / periodLength[every]);
}

/** Returns the first value, followed by those at the indices. */
export function withFirst(values: Float64Array, places: Int32Array): Float64Array {
  const taken = new Float64Array(places.length + 1);
  taken[0] = values[0];
  for (let i = 0; i < places.length; i++) taken[i + 1] = values[places[i]];
  return taken;
}

const keyOfDay: Record<"week" | "month" | "year", (day: number) => number> = {
  // 1970-01-01 was a Thursday.
  week: (day) => Math.floor((day + 3) / 7),
  month: (day) => dateOf(day).getUTCFullYear() * 12 + dateOf(day).getUTCMonth(),
  year: (day) => dateOf(day).getUTCFullYear(),
};

function dateOf(day: number): Date {
  return new Date(day * periodLength.day);
}

function allPlaces(from: number, to: number): Int32Array {
  const places = new Int32Array(Math.max(0, to - from));
  for (let i = 0; i < places.length; i++) places[i] = from + i;
  return places;
}

function lastPlaces(time: Float64Array, from: number, to: number, endOf: (instant: number) => number): Int32Array {
  const places: number[] = [];
  for (let next = from; next < to; ) {
    next = firstAfter(time, next, to, endOf(time[next]));
    places.push(next - 1);
  }
  return Int32Array.from(places);
}

// Doubles the stride, then halves it: quick for periods with many points, and for periods with one.
function firstAfter(time: Float64Array, from: number, to: number, end: number): number {
  let low = from;
  let stride = 1;
  while (low + stride < to && time[low + stride] <= end) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(to, low + stride);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time[middle] <= end) low = middle;
    else high = middle;
  }
  return high;
}
