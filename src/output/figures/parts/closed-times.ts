import { dateOf, dayLength, weekdayOf } from "../../../core/days";
import type { Times } from "./points";

// A century has fewer holidays than this. A series with more dates without a bar has gaps.
const mostHolidays = 1500;
// So many stretches without trading are each left out as they are. Of more, the nights and days of a week are.
const mostStretches = 60;
const hour = 3_600_000;

/** A break of an axis, as Plotly reads it: days of every week, hours of every day, or stretches from dates or times. */
export interface RangeBreak {
  readonly bounds?: readonly [from: string | number, to: string | number];
  readonly pattern?: "hour";
  readonly values?: readonly string[];
  /** Milliseconds of each stretch; a day if absent. */
  readonly dvalue?: number;
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

/** A stretch of local time in which nothing trades. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the axis breaks for stretches of an hour or more without a point of any series: nights, weekends, holidays.
 * Each is left out as it is. If there are many, the hours of a day in which nothing ever trades are, and the days.
 */
export function closedTimes(
  series: readonly Times[],
  localOf: (time: number) => number = (time) => time,
): RangeBreak[] {
  const all = series.filter(({ length }) => length > 1);
  if (all.length === 0) return [];
  const times = all.length === 1 || all.every((one) => isSame(one, all[0])) ? all[0] : joined(all);
  const interval = shortestGap(times);
  const stretches: Stretch[] = [];
  for (let i = 1; i < times.length; i++) {
    const gap = times.time[i] - times.time[i - 1];
    // The point after a stretch is the end of a bar.
    if (gap - interval >= Math.max(hour, 2 * interval))
      stretches.push({ from: localOf(times.time[i - 1]) + 1, to: localOf(times.time[i]) - interval });
  }
  if (stretches.length <= mostStretches) return eachStretch(stretches);
  const days = new Set<number>();
  for (let i = 0; i < times.length; i++) days.add(Math.floor(localOf(times.time[i]) / dayLength));
  return [...nights(times, interval, localOf), ...closedDays([...days].sort((a, b) => a - b).map(dateOf))];
}

function eachStretch(stretches: readonly Stretch[]): RangeBreak[] {
  const byLength = new Map<number, string[]>();
  for (const { from, to } of stretches) {
    const starts = byLength.get(to - from) ?? [];
    byLength.set(to - from, starts);
    starts.push(new Date(from).toISOString().slice(0, 23).replace("T", " "));
  }
  return [...byLength].filter(([length]) => length > 0).map(([dvalue, values]) => ({ values, dvalue }));
}

function nights({ time, length }: Times, interval: number, localOf: (time: number) => number): RangeBreak[] {
  let [first, last] = [dayLength, 0];
  for (let i = 0; i < length; i++) {
    const local = localOf(time[i]);
    // The midnight that ends a day is its hour 24.
    const within = local - Math.floor((local - 1) / dayLength) * dayLength;
    if (within < first) first = within;
    if (within > last) last = within;
  }
  const begins = Math.max(0, first - interval);
  const closed = dayLength - last + begins;
  if (closed < hour) return [];
  const from = last + 1;
  const bounds = from >= dayLength ? [from - dayLength, begins] : [from, begins === 0 ? dayLength : begins];
  return [{ pattern: "hour", bounds: [bounds[0] / hour, bounds[1] / hour] }];
}

function shortestGap({ time, length }: Times): number {
  let shortest = dayLength;
  // The first point of an equity curve is the start of the first bar.
  for (let i = Math.min(2, length - 1); i < length; i++) {
    const gap = time[i] - time[i - 1];
    if (gap > 0 && gap < shortest) shortest = gap;
  }
  return shortest;
}

function isSame(one: Times, other: Times): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one.time[i] !== other.time[i]) return false;
  return true;
}

function joined(series: readonly Times[]): Times {
  const time = new Float64Array(series.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { time: own, length } of series) {
    time.set(own.subarray(0, length), at);
    at += length;
  }
  time.sort();
  return { time, length: time.length };
}
