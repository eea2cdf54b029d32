import { firstPlace } from "../../../core/ascending";
import type { Series } from "./points";
import type { TimeAxis } from "./time-axis";

/** Curves at the times that any of them has. */
export interface SharedTimes {
  /** Epoch milliseconds UTC, ascending. */
  readonly time: Float64Array;
  /** The values of each curve; NaN where it has none. */
  readonly values: readonly Float64Array[];
  /** Which times each curve has, 1 for those; absent if every curve has all of them. */
  readonly present?: readonly Uint8Array[];
}

/** Returns curves at the times that any of them has. On an axis of days, points of one day are at one time. */
export function sharedTimes(series: readonly Series[], axis: TimeAxis): SharedTimes {
  const [first] = series;
  const length = first.length ?? first.time.length;
  if (series.every((one) => hasTimes(one, first.time, length)))
    return {
      time: first.time.subarray(0, length),
      values: series.map(({ value }) => value.subarray(0, length)),
    };
  const times = new Map<string | number, number>();
  const keyOf = axis.daily ? axis.label : (time: number) => time;
  for (const { time, length: count = time.length } of series)
    for (let i = 0; i < count; i++) {
      const key = keyOf(time[i]);
      if (!times.has(key) || time[i] < (times.get(key) as number)) times.set(key, time[i]);
    }
  const sorted = [...times].sort((a, b) => a[1] - b[1]);
  const places = new Map(sorted.map(([key], place) => [key, place]));
  const values = series.map(() => new Float64Array(sorted.length).fill(Number.NaN));
  const present = series.map(() => new Uint8Array(sorted.length));
  for (const [at, { time, value, length: count = time.length }] of series.entries())
    for (let i = 0; i < count; i++) {
      const place = places.get(keyOf(time[i])) as number;
      values[at][place] = value[i];
      present[at][place] = 1;
    }
  return { time: Float64Array.from(sorted, ([, time]) => time), values, present };
}

function hasTimes(series: Series, time: Float64Array, length: number): boolean {
  if ((series.length ?? series.time.length) !== length) return false;
  if (series.time === time) return true;
  for (let i = 0; i < length; i++) if (series.time[i] !== time[i]) return false;
  return true;
}

/**
 * Chooses about `most` of the first `length` places so that the lines through them look like the lines through all. Of
 * each stretch it takes the first and last place, and those at which a curve is farthest above and below the straight
 * line between its ends there, measured by what its panel shows. Of each curve it also takes the first, last, lowest
 * and highest value. Values that are not finite are passed over, but a gap stays a gap: of each stretch it takes the
 * first place at which a curve has a time and no value between two. Returns all places if there are no more than `most`.
 */
export function sharedPlaces(
  { values, present }: Pick<SharedTimes, "values" | "present">,
  panels: readonly string[],
  length: number,
  most: number,
): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const kept = new Set<number>();
  const ranges = values.map((value) => keepEnds(value, length, kept));
  const sizes = panels.map((panel) => sizeOf(ranges.filter((_, at) => panels[at] === panel)));
  const gaps = values.map((value, at) => gapsOf(value, length, present?.[at])).filter((places) => places.length > 0);
  const stretches = Math.max(1, Math.floor((most - kept.size) / (4 + gaps.length)));
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    keepOf(values, sizes, from, to, kept);
    for (const places of gaps) {
      const gap = places[firstPlace(0, places.length, (i) => places[i] >= from)];
      if (gap < to) kept.add(gap);
    }
  }
  return [...kept].sort((a, b) => a - b);
}

// Where a curve that goes on later stops having values at its own times.
function gapsOf(value: Float64Array, length: number, present?: Uint8Array): number[] {
  const places: number[] = [];
  let [begun, gap] = [false, -1];
  for (let i = 0; i < length; i++) {
    if (Number.isFinite(value[i])) {
      if (gap >= 0) places.push(gap);
      [begun, gap] = [true, -1];
    } else if (begun && gap < 0 && present?.[i] !== 0) gap = i;
  }
  return places;
}

type Range = readonly [least: number, most: number];

function sizeOf(ranges: readonly Range[]): number {
  const size = Math.max(...ranges.map(([, most]) => most)) - Math.min(...ranges.map(([least]) => least));
  return size > 0 && Number.isFinite(size) ? size : 1;
}

function keepEnds(value: Float64Array, length: number, kept: Set<number>): Range {
  let [first, last, lowest, highest] = [-1, -1, -1, -1];
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(value[i])) continue;
    if (first < 0) [first, lowest, highest] = [i, i, i];
    last = i;
    if (value[i] < value[lowest]) lowest = i;
    if (value[i] > value[highest]) highest = i;
  }
  if (first < 0) return [Infinity, -Infinity];
  for (const i of [first, last, lowest, highest]) kept.add(i);
  return [value[lowest], value[highest]];
}

function keepOf(
  values: readonly Float64Array[],
  sizes: readonly number[],
  from: number,
  to: number,
  kept: Set<number>,
): void {
  let [above, below] = [from, from];
  let [most, least] = [0, 0];
  for (const [at, value] of values.entries()) {
    let [first, last] = [from, to - 1];
    while (first < last && !Number.isFinite(value[first])) first++;
    while (last > first && !Number.isFinite(value[last])) last--;
    const slope = last > first ? (value[last] - value[first]) / (last - first) : 0;
    for (let i = first + 1; i < last; i++) {
      const off = (value[i] - value[first] - slope * (i - first)) / sizes[at];
      if (off > most) [above, most] = [i, off];
      if (off < least) [below, least] = [i, off];
    }
  }
  for (const i of [from, above, below, to - 1]) kept.add(i);
}
