import { dateBefore, dayLength } from "../../../core/days";
import type { Axis } from "../../plotly/figure";
import { axisTitle } from "../../plotly/theme";
import { closedDays, closedTimes, type RangeBreak } from "./closed-times";
import type { Times } from "./points";

/** Writes the trading day of a time as a date: `2014-06-09`. */
export type DayOf = (time: number) => string;

/** The clock of a feed: what its times are called on the axis of a figure. */
export interface Clock {
  /** Writes the trading day of a time. If given, the axis shows dates. */
  readonly day?: DayOf;
  /** Its zone: an IANA name, and the local time of an instant as milliseconds; UTC if absent. */
  readonly zone?: { readonly name: string; localOf(time: number): number };
  /** Whether it trades at any time, so that a time without bars is a hole that should be seen. */
  readonly always?: boolean;
}

/** The time axis that the series of a figure share. */
export interface TimeAxis {
  readonly daily: boolean;
  /** Writes a time (epoch milliseconds UTC) the way the figure stores it: `2014-06-09`, `2014-06-09 15:30`. */
  readonly label: (time: number) => string;
  readonly axis: Axis;
}

const twentyHours = 20 * 3_600_000;

/**
 * Returns the axis for some series: dates if they are daily, otherwise times of the clock's zone. Series are daily if
 * the clock has a day, or if their points are at least 20 hours apart. The day of a point is `day(time)`, or else the
 * UTC date of the instant just before it, because a daily bar's time is the end of its day. Nights, weekends and
 * holidays are left out, as far as nothing is known of any series then.
 */
export function timeAxis(series: readonly Times[], clock: Clock = {}): TimeAxis {
  const { day, zone, always = false } = clock;
  const daily = day !== undefined || (series.length > 0 && series.every(isDaily));
  const label = daily ? remembered(day ?? dateBefore) : instantLabel(zone?.localOf ?? ((time) => time));
  const base = daily ? dayAxis(series) : instantAxis(zone?.name ?? "UTC");
  const breaks = always ? [] : daily ? closedDays(datesOf(series, label)) : closedTimes(series, zone?.localOf);
  return { daily, label, axis: breaks.length > 0 ? { ...base, rangebreaks: breaks satisfies RangeBreak[] } : base };
}

const fewDays = 8 * dayLength;

// Plotly would divide few days into hours.
function dayAxis(series: readonly Times[]): Axis {
  const times = series.flatMap(({ time, length }) => (length === 0 ? [] : [time[0], time[length - 1]]));
  const isShort = times.length > 0 && Math.max(...times) - Math.min(...times) <= fewDays;
  const ticks = isShort ? { dtick: dayLength, tickformat: "%b %-d\n%Y" } : monthTicks;
  return { hoverformat: "%Y-%m-%d", ...ticks };
}

function instantAxis(zone: string): Axis {
  return { hoverformat: "%Y-%m-%d %H:%M:%S", title: axisTitle(zone), ...monthTicks };
}

/** Ticks of months that have the year below the first of it only: `Jan 2010` beside `Feb 2010` is slanted on a phone. */
export const monthTicks = { tickformatstops: [{ dtickrange: ["M1", "M11"], value: "%b\n%Y" }] } as const;

// The first point of an equity curve is the start of the first bar, which may be close.
function isDaily({ time, length }: Times): boolean {
  for (let i = 2; i < length; i++) if (time[i] - time[i - 1] < twentyHours) return false;
  return length > 2;
}

// Sessions of a comparison have the same times, and writing a date takes a microsecond.
function remembered(write: DayOf): DayOf {
  const written = new Map<number, string>();
  return (time) => {
    const known = written.get(time);
    if (known !== undefined) return known;
    const date = write(time);
    written.set(time, date);
    return date;
  };
}

function datesOf(series: readonly Times[], label: DayOf): string[] {
  const dates = new Set<string>();
  for (const { time, length } of series) for (let i = 0; i < length; i++) dates.add(label(time[i]));
  return [...dates].sort();
}

function instantLabel(localOf: (time: number) => number): (time: number) => string {
  return (time) => {
    const text = new Date(localOf(time)).toISOString();
    const end = time % 60_000 === 0 ? 16 : time % 1000 === 0 ? 19 : 23;
    return `${text.slice(0, 10)} ${text.slice(11, end)}`;
  };
}
