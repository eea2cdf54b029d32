import { countUntil, firstPlace } from "../../core/ascending";
import type { Calendar } from "../../core/market/calendar";
import type { EquityCurve } from "../record/track-record";
import { isFirstDayWhole, isLastDayOver } from "../returns/day-over";
import { periodKey, samplePlaces } from "../returns/sampling";

/** A session that may have a part in a window. */
export interface WindowMember {
  readonly curve: EquityCurve;
  readonly calendar: Calendar;
}

/** What some sessions share: trading days, or a stretch of time where one of them is too short for days. Both ends included. */
export interface SharedWindow {
  readonly every: "day" | "bar";
  /** Whole days since 1970-01-01 of each session's own calendar, or epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** The latest time at which a session begins in the middle of its first day, epoch milliseconds UTC; or infinite. */
  readonly since: number;
  /** The earliest time at which a session stands in the middle of its last day, epoch milliseconds UTC; or infinite. */
  readonly until: number;
}

/** The part of a session's curve that is within a window. */
export interface Stretch {
  /** The point that its first return begins at: the last before the window, or the initial capital. */
  readonly base: number;
  /** Its last point; `base` if it has none within the window. */
  readonly end: number;
  /** Points of the curve that are left out on each side. */
  readonly barsBefore: number;
  readonly barsAfter: number;
  /** Trading days that are left out on each side, none of which is partly within. */
  readonly daysBefore: number;
  readonly daysAfter: number;
}

/**
 * Returns the window that some curves share, from the latest first point to the earliest last one. `from` is after `to` if
 * they share nothing. Each curve needs two points.
 */
export function sharedWindow(members: readonly WindowMember[], every: SharedWindow["every"]): SharedWindow {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (const member of members) {
    const [first, last] = rangeOf(member, every);
    from = Math.max(from, first);
    to = Math.min(to, last);
  }
  if (every === "bar" || from > to)
    return { every, from, to, since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  const begins = beginningOf(members, from, to);
  return { every, ...begins, ...endOf(members, begins.from, to) };
}

function beginningOf(members: readonly WindowMember[], from: number, to: number): Pick<SharedWindow, "from" | "since"> {
  const since = latestWithinDay(members, from);
  // A session whose days are stamped with their ends has no point of such a day by then, so that no session has its rest.
  const haveIt = members.every((member) => {
    const place = countUntil(timesOf(member), since) - 1;
    return dayAt(member, place) === from || member.curve.time[place] === since;
  });
  if (since === Number.NEGATIVE_INFINITY || haveIt || from === to) return { from, since };
  const next = members.map((member) => {
    const { calendar } = member;
    const time = timesOf(member);
    const place = firstPlace(1, time.length, (at) => calendar.countedDay(time[at]) > from);
    return place < time.length ? dayAt(member, place) : to;
  });
  return { from: Math.min(to, Math.max(...next)), since: Number.NEGATIVE_INFINITY };
}

function endOf(members: readonly WindowMember[], from: number, to: number): Pick<SharedWindow, "to" | "until"> {
  const until = earliestWithinDay(members, to);
  if (until === Number.POSITIVE_INFINITY || from >= to) return { to, until };
  // A session whose days are stamped with their ends has nothing of such a day by then, so that no session has it.
  const haveIt = members.every((member) => dayAt(member, countUntil(timesOf(member), until) - 1) === to);
  if (haveIt) return { to, until };
  const before = members.map((member) => {
    const { calendar } = member;
    const time = timesOf(member);
    return dayAt(member, firstPlace(0, time.length, (place) => calendar.countedDay(time[place]) >= to) - 1);
  });
  return { to: Math.max(from, Math.min(...before)), until: Number.POSITIVE_INFINITY };
}

function timesOf({ curve }: WindowMember): Float64Array {
  return curve.time.subarray(0, curve.length);
}

// Point 0 is of no day.
function dayAt({ curve, calendar }: WindowMember, place: number): number {
  return place < 1 ? Number.NEGATIVE_INFINITY : calendar.countedDay(curve.time[place]);
}

function latestWithinDay(members: readonly WindowMember[], day: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    const { curve, calendar } = member;
    if (curve.time[0] <= latest || calendar.countedDay(curve.time[1]) !== day) continue;
    if (!isFirstDayWhole(timesOf(member), calendar)) latest = curve.time[0];
  }
  return latest;
}

// Where none has come further than a session, its last day matters to nobody.
function earliestWithinDay(members: readonly WindowMember[], day: number): number {
  const lastOf = ({ curve }: WindowMember) => curve.time[curve.length - 1];
  const latest = members.reduce((most, member) => Math.max(most, lastOf(member)), Number.NEGATIVE_INFINITY);
  let earliest = Number.POSITIVE_INFINITY;
  for (const member of members) {
    const { calendar } = member;
    const last = lastOf(member);
    if (last >= Math.min(earliest, latest) || calendar.countedDay(last) !== day) continue;
    if (!isLastDayOver(timesOf(member), calendar)) earliest = last;
  }
  return earliest;
}

/** Returns the first and last day or time of a curve. A curve of bars begins at its point 0, one of days at its first day. */
export function rangeOf({ curve, calendar }: WindowMember, every: SharedWindow["every"]): [number, number] {
  const { time, length } = curve;
  if (every === "bar") return [time[0], time[length - 1]];
  return [calendar.countedDay(time[1]), calendar.countedDay(time[length - 1])];
}

/** Returns whether a curve ends in the middle of the last day of a window of days, earlier than the window does. */
export function standsBefore(member: WindowMember, { to, until }: SharedWindow): boolean {
  const time = timesOf(member);
  const last = time.length - 1;
  return dayAt(member, last) === to && time[last] < until && !isLastDayOver(time, member.calendar);
}

/** Returns whether a curve begins in the middle of the first day of a window of days, later than the window does. */
export function beginsAfter(member: WindowMember, { from, since }: SharedWindow): boolean {
  const time = timesOf(member);
  return dayAt(member, 1) === from && time[0] > since && !isFirstDayWhole(time, member.calendar);
}

/** Returns the part of a curve within a window. */
export function stretchOf({ curve, calendar }: WindowMember, window: SharedWindow): Stretch {
  const { every, from, to } = window;
  const time = curve.time.subarray(0, curve.length);
  // Point 0 is of no day.
  const firstDay = Math.min(1, time.length);
  const until = (edge: number, isAfter: (instant: number) => boolean) =>
    every === "bar" ? countUntil(time, edge) : firstPlace(firstDay, time.length, (place) => isAfter(time[place]));
  const before = Math.max(0, until(from, (instant) => calendar.countedDay(instant) >= from) - 1);
  // Where another session begins in the middle of the first day, only what comes after that counts of it.
  const base = Math.max(before, countUntil(time, window.since) - 1);
  const whole = Math.max(base, until(to, (instant) => calendar.countedDay(instant) > to) - 1);
  // Where another session stands in the middle of the last day, only what is known by then counts of it.
  const end = every === "day" ? Math.max(base, Math.min(whole, countUntil(time, window.until) - 1)) : whole;
  const last = time.length - 1;
  const sides = { barsBefore: base, barsAfter: Math.max(0, last - end) };
  if (base === 0 && end === last) return { base, end, ...sides, daysBefore: 0, daysAfter: 0 };
  const days = (first: number, until: number) => samplePlaces(time, first, until, "day", calendar).length;
  const all = days(1, time.length);
  const daysBefore = base === 0 ? 0 : all - days(base + 1, time.length);
  const daysAfter = end === last ? 0 : all - days(1, end + 1);
  return { base, end, ...sides, daysBefore, daysAfter };
}

/** The equity of some sessions at the ends of the days that all of them have, after that at which the first day begins. */
export interface CommonDays {
  /** Whole days since 1970-01-01. */
  readonly days: Float64Array;
  /** One array a session, one longer than `days`. */
  readonly levels: readonly Float64Array[];
  /** How many days each has itself, until the last that all of them have. */
  readonly own: readonly number[];
  /** Whether none of them has any other day. */
  readonly areAll: boolean;
}

/** Returns the levels of some sessions, within their stretches of one window, on the days that all of them have. */
export function commonDays(members: readonly (WindowMember & { readonly stretch: Stretch })[]): CommonDays {
  let before: DaySample | undefined;
  const sampled = members.map((member) => {
    before = sameDays(before, member) ?? daySample(member);
    return before;
  });
  const shared = [...new Set(sampled)].map(({ keys }) => keys).reduce(both, sampled[0]?.keys ?? new Float64Array(0));
  const levels = sampled.map(({ places, keys }, at) => {
    const { curve, stretch } = members[at];
    const level = new Float64Array(shared.length + 1);
    level[0] = curve.equity[stretch.base];
    for (let day = 0, place = 0; day < shared.length; day++) {
      while (keys[place] < shared[day]) place++;
      level[day + 1] = curve.equity[places[place]];
    }
    return level;
  });
  const last = shared[shared.length - 1] ?? Number.NEGATIVE_INFINITY;
  const own = sampled.map(({ keys }) => countUntil(keys, last));
  return { days: shared, levels, own, areAll: sampled.every(({ keys }) => keys.length === shared.length) };
}

/** The last points of the days of a stretch, and their days. */
interface DaySample {
  readonly of: WindowMember & { readonly stretch: Stretch };
  readonly places: Int32Array;
  readonly keys: Float64Array;
}

function daySample(of: DaySample["of"]): DaySample {
  const { curve, calendar, stretch } = of;
  const places = samplePlaces(curve.time, stretch.base + 1, stretch.end + 1, "day", calendar);
  return { of, places, keys: Float64Array.from(places, (place) => periodKey(curve.time[place], "day", calendar)) };
}

// Sessions on one feed have the same times.
function sameDays(sample: DaySample | undefined, { curve, calendar, stretch }: DaySample["of"]): DaySample | undefined {
  if (sample === undefined) return undefined;
  const { of } = sample;
  const { base, end } = stretch;
  const isOfOne = of.calendar.spec === calendar.spec && of.calendar.timezone === calendar.timezone;
  if (!isOfOne || of.calendar.found !== calendar.found || of.stretch.base !== base || of.stretch.end !== end)
    return undefined;
  for (let at = base; at <= end; at++) if (of.curve.time[at] !== curve.time[at]) return undefined;
  return sample;
}

function both(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === b.length && a.every((day, at) => day === b[at])) return a;
  const known = new Set(b);
  return a.filter((day) => known.has(day));
}
