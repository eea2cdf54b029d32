import { countUntil, firstPlace } from "../core/ascending";
import type { Calendar } from "../core/market/calendar";
import type { LevelSeries } from "./record/track-record";
import { areOfDays, atLastSteps } from "./returns/day-levels";
import { isLastDayOver } from "./returns/day-over";
import { lackingUntil } from "./returns/lacking";
import type { ReturnsEvery } from "./returns/returns-every";
import { periodKey, periodLength, samplePlaces } from "./returns/sampling";
import { joined, type KeyedValues, pairsOfLevels, returnsOfLevels } from "./returns/series";
import { spacingOf } from "./returns/spacing";
import { growthBetween } from "./statistics/growth";
import type { ReturnPairs } from "./statistics/pairs";

/** The points of an equity curve between which returns are taken; the first is the initial capital. */
export interface SampledCurve {
  readonly every: ReturnsEvery;
  readonly time: Float64Array;
  readonly levels: Float64Array;
}

/** Levels of a session and of its benchmark at the times that both have. */
export interface JoinedLevels {
  /** Times of the session's levels, epoch milliseconds UTC. */
  readonly time: Float64Array;
  readonly own: Float64Array;
  readonly benchmark: Float64Array;
}

/**
 * Joins a session's sampled levels with the benchmark's last levels of the same periods, and those of days with the last step
 * of their day. Where one of both stands within a
 * period, no level is joined with one of another part of it. The first level, the initial capital or what a part begins with, is
 * joined so too if it is the last of its period; if others of its period follow, it is joined with a benchmark level of its own
 * time or the last one before. If it ends a period before the first one, it is joined with the last level of that
 * period. It is never joined with a level of a later period, which would look ahead.
 */
export function joinedLevels(curve: SampledCurve, levelsOf: LevelSeries, calendar: Calendar): JoinedLevels {
  const joining = joiningOf(curve, levelsOf, calendar);
  const { sampled, keyOf } = joining;
  const { time, levels } = sampled;
  const benchmark = knownAtEnd(joining);
  const start = countAtStart(joining, benchmark);
  const { at, own, theirs } = joinedFrom(sampled, benchmark, start, { keyOf, calendar });
  const base = start > 0 ? start - 1 : undefined;
  if (base === undefined || !joins(benchmark.time[base], 0, sampled, { keyOf, calendar }))
    return { time: at, own, benchmark: theirs };
  return {
    time: prepended(time[0], at),
    own: prepended(levels[0], own),
    benchmark: prepended(benchmark.level[base], theirs),
  };
}

interface Joining {
  readonly sampled: SampledCurve;
  readonly series: LevelSeries;
  /** Tells the periods of times apart. */
  readonly keyOf: (instant: number) => number;
  readonly calendar: Calendar;
}

// A few bars of days are joined by their days, as many are.
function joiningOf(curve: SampledCurve, levels: LevelSeries, calendar: Calendar): Joining {
  const every = areOfDays(curve.time) ? "day" : curve.every;
  const keyOf = (instant: number) => periodKey(instant, every, calendar);
  const series = every === "day" ? levels : atLastSteps(levels, curve.time, calendar, keyOf);
  return { sampled: { ...curve, every }, series, keyOf, calendar };
}

// The levels that are of the same times as the session's where one of both ends within a period.
function knownAtEnd(joining: Joining): LevelSeries {
  const { every, time } = joining.sampled;
  const { series } = joining;
  if (every === "bar" || time.length === 0 || series.time.length === 0) return series;
  const count = Math.min(countAtEnd(joining), wholeCount(joining));
  if (count === series.time.length) return series;
  return { time: series.time.subarray(0, count), level: series.level.subarray(0, count) };
}

// Without what came later in the session's last period. If that is over, and all of it came later, as closes that are stamped
// with the end of their day do, the period has its level all the same.
function countAtEnd({ sampled: { every, time }, series, keyOf, calendar }: Joining): number {
  const now = time[time.length - 1];
  const period = keyOf(now);
  const count = countUntil(series.time, now);
  if (count === series.time.length || keyOf(series.time[count]) !== period) return series.time.length;
  const hasNone = count === 0 || keyOf(series.time[count - 1]) !== period;
  return hasNone && isLastPeriodOver(every, time, calendar) ? series.time.length : count;
}

// Without the benchmark's last period, if it ends within that and the session goes on.
function wholeCount({ sampled: { every, time }, series, keyOf, calendar }: Joining): number {
  const count = series.time.length;
  const last = series.time[count - 1];
  const period = keyOf(last);
  const next = countUntil(time, last);
  const goesOn = next < time.length && keyOf(time[next]) === period;
  if (!goesOn || isLastPeriodOver(every, series.time, calendar)) return count;
  return firstPlace(0, count, (place) => keyOf(series.time[place]) >= period);
}

function isLastPeriodOver(every: ReturnsEvery, time: Float64Array, calendar: Calendar): boolean {
  if (every === "hour" || every === "minute") return time[time.length - 1] % periodLength[every] === 0;
  return isLastDayOver(time, calendar);
}

// How many levels are not after the first point. One that is the last of its period has that period's levels, as each later
// point has those of its own, whenever they came; the start of all is one of these if the next point is of another period.
function countAtStart({ sampled: { time }, keyOf }: Joining, benchmark: LevelSeries): number {
  if (time.length === 0) return 0;
  const count = countUntil(benchmark.time, time[0]);
  if (time.length === 1 || count === benchmark.time.length) return count;
  const period = keyOf(time[0]);
  if (keyOf(benchmark.time[count]) !== period || keyOf(time[1]) === period) return count;
  return firstPlace(count, benchmark.time.length, (place) => keyOf(benchmark.time[place]) > period);
}

// The levels of each point but the first, joined with the benchmark's from a place on.
function joinedFrom(
  { every, time, levels }: SampledCurve,
  benchmark: LevelSeries,
  start: number,
  { keyOf, calendar }: { readonly keyOf: (instant: number) => number; readonly calendar: Calendar },
) {
  const [times, values] = [time.subarray(1), levels.subarray(1)];
  if (hasSameTimes(time, benchmark.time, start, keyOf))
    return { at: times, own: values, theirs: benchmark.level.subarray(start, start + times.length) };
  const key = keys(times, every, keyOf);
  const other = samples(benchmark, start, every, calendar);
  const [own, theirs] = joined({ key, value: values }, other);
  // If all of its times are joined, they need not be looked up.
  const at = own.length === key.length ? times : joined({ key, value: times }, other)[0];
  return { at, own, theirs };
}

/** Returns of a session and its benchmark, and how many of the session's own returns each of them spans. */
export interface SpacedPairs {
  readonly pairs: ReturnPairs;
  readonly spacing: number;
}

/** Returns the pairs of returns between the times that a session and its benchmark both have. */
export function benchmarkPairs(sampled: SampledCurve, benchmark: LevelSeries, calendar: Calendar): SpacedPairs {
  const { time, own, benchmark: theirs } = joinedLevels(sampled, benchmark, calendar);
  const isWhole = time.length === sampled.time.length;
  return { pairs: pairsOfLevels(own, theirs), spacing: isWhole ? 1 : spacingOf(placesOf(time, sampled.time)) };
}

function placesOf(some: Float64Array, all: Float64Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < all.length; at++) if (all[at] === some[places.length]) places.push(at);
  return places;
}

// Of each point but the first, the benchmark's last level of its period; NaN where it has none.
function levelsOfPeriods({ every, time }: SampledCurve, benchmark: LevelSeries, calendar: Calendar): Float64Array {
  const found = new Float64Array(time.length).fill(Number.NaN);
  if (time.length === 0) return found;
  const start = countUntil(benchmark.time, time[0]);
  const keyOf = (instant: number) => periodKey(instant, every, calendar);
  if (hasSameTimes(time, benchmark.time, start, keyOf)) {
    for (let i = 1; i < time.length; i++) found[i] = benchmark.level[start + i - 1];
    return found;
  }
  const { key, value } = samples(benchmark, start, every, calendar);
  for (let i = 1, next = 0; i < time.length; i++) {
    const own = keyOf(time[i]);
    while (next < key.length && key[next] < own) next++;
    if (key[next] === own) found[i] = value[next];
  }
  return found;
}

// Symbols of one feed have the same days. To tell which day a time belongs to takes longer than all else here.
function hasSameTimes(
  time: Float64Array,
  others: Float64Array,
  start: number,
  keyOf: (instant: number) => number,
): boolean {
  const after = start + time.length - 1;
  if (after > others.length || time.length < 2) return false;
  for (let i = 1; i < time.length; i++) if (others[start + i - 1] !== time[i]) return false;
  return after === others.length || keyOf(others[after]) !== keyOf(time[time.length - 1]);
}

/** A benchmark in the windows of a session's sampled levels, from one point to another, both included. */
export interface BenchmarkWindows {
  /** Returns the returns that both have. */
  pairs(from: number, to: number): ReturnPairs;
  /** How many of the session's returns lie between two levels of the benchmark. */
  readonly spacing: number;
  /** Whether the benchmark has the window from end to end, but for its rests. */
  isCovered(from: number, to: number): boolean;
}

/**
 * Returns what `benchmarkPairs` returns of parts of a session's sampled levels and of the benchmark until they end, for
 * many windows that overlap: the periods of all points are found once. Periods are whole but for the last one of all.
 */
export function benchmarkWindows(curve: SampledCurve, levelsOf: LevelSeries, calendar: Calendar): BenchmarkWindows {
  const joining = joiningOf(curve, levelsOf, calendar);
  const { sampled } = joining;
  const { time, levels } = sampled;
  const benchmark = knownAtEnd(joining);
  const inPeriod = levelsOfPeriods(sampled, benchmark, calendar);
  const atStart = levelsAtStarts(joining, benchmark, inPeriod);
  // Where both have a level at each point, the returns of a window are a part of those of all.
  const all = { own: returnsOfLevels(levels), benchmark: returnsOfLevels(inPeriod) };
  const broken = brokenUntil(inPeriod, all.own, all.benchmark);
  const lacking = lackingUntil(time, (at) => !Number.isNaN(at === 0 ? atStart[0] : inPeriod[at]));
  const isCovered = (from: number, to: number) => lacking[to] === (from === 0 ? 0 : lacking[from - 1]);
  const pairs = (from: number, to: number) => {
    if (from < to && atStart[from] === inPeriod[from] && broken[to] === broken[from])
      return {
        own: all.own.subarray(from, to),
        benchmark: all.benchmark.subarray(from, to),
        benchmarkReturn: growthBetween(inPeriod[from], inPeriod[to]),
      };
    const [mine, theirs] = [new Float64Array(to - from + 1), new Float64Array(to - from + 1)];
    let count = 0;
    for (let i = from; i <= to; i++) {
      const level = i === from ? atStart[i] : inPeriod[i];
      if (Number.isNaN(level)) continue;
      mine[count] = levels[i];
      theirs[count++] = level;
    }
    return pairsOfLevels(mine.subarray(0, count), theirs.subarray(0, count));
  };
  const known = Array.from(inPeriod.keys()).filter((at) => !Number.isNaN(inPeriod[at]));
  return { pairs, isCovered, spacing: known.length >= time.length - 1 ? 1 : spacingOf(known) };
}

// Of each point, the level that a window which begins there begins with; NaN where it has none. Each point but the first is the
// last one of its period.
function levelsAtStarts(joining: Joining, benchmark: LevelSeries, inPeriod: Float64Array): Float64Array {
  const { sampled, keyOf, calendar } = joining;
  const { time } = sampled;
  const atStart = inPeriod.slice();
  for (let i = 0, next = countAtStart(joining, benchmark); i < time.length; i++) {
    if (!Number.isNaN(atStart[i])) continue;
    while (i > 0 && next < benchmark.time.length && benchmark.time[next] <= time[i]) next++;
    if (next > 0 && joins(benchmark.time[next - 1], i, sampled, { keyOf, calendar }))
      atStart[i] = benchmark.level[next - 1];
  }
  return atStart;
}

// Of each point, how many points until then, after the first, have no level or no return of both.
function brokenUntil(level: Float64Array, own: Float64Array, benchmark: Float64Array): Int32Array {
  const broken = new Int32Array(level.length);
  for (let i = 1; i < level.length; i++) {
    const isWhole = !Number.isNaN(level[i]) && Number.isFinite(own[i - 1]) && Number.isFinite(benchmark[i - 1]);
    broken[i] = broken[i - 1] + (isWhole ? 0 : 1);
  }
  return broken;
}

// Whether no period lies between a level of the benchmark and a point of the session, which may be the end of a Sunday.
function joins(
  at: number,
  point: number,
  { every, time }: SampledCurve,
  { keyOf, calendar }: Pick<Joining, "keyOf" | "calendar">,
): boolean {
  if (at === time[point]) return true;
  const isLast = point + 1 === time.length;
  if (keyOf(at) === keyOf(time[point])) return isLast || keyOf(at) < keyOf(time[point + 1]);
  return every === "day" && !isLast && areNeighbors(calendar.dayOf(at), calendar.dayOf(time[point + 1]), calendar);
}

function areNeighbors(day: number, next: number, { isTradingDay }: Calendar): boolean {
  for (let between = day + 1; between < next; between++) if (isTradingDay(between)) return false;
  return day < next;
}

function samples({ time, level }: LevelSeries, from: number, every: ReturnsEvery, calendar: Calendar): KeyedValues {
  if (every === "bar") return { key: time.subarray(from), value: level.subarray(from) };
  const places = samplePlaces(time, from, time.length, every, calendar);
  const key = Float64Array.from(places, (place) => periodKey(time[place], every, calendar));
  return { key, value: Float64Array.from(places, (place) => level[place]) };
}

function keys(time: Float64Array, every: ReturnsEvery, keyOf: (instant: number) => number): Float64Array {
  return every === "bar" ? time : time.map(keyOf);
}

function prepended(first: number, others: Float64Array): Float64Array {
  const values = new Float64Array(others.length + 1);
  values[0] = first;
  values.set(others, 1);
  return values;
}
