import { firstPlace } from "../../core/ascending";
import type { Axis } from "../plotly/figure";
import { linearScale, type Scale } from "./scale";

const day = 86_400_000;

/** A stretch of an axis that is left out. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Returns the scale of a time axis, without the stretches that it leaves out. */
export function timeScaleOf(axis: Axis, [from, to]: readonly [number, number], start: number, end: number): Scale {
  const stretches = stretchesOf(axis, from, to);
  const before: number[] = [0];
  for (const stretch of stretches) before.push(before[before.length - 1] + stretch.to - stretch.from);
  const shortened = (time: number) => {
    const passed = firstPlace(0, stretches.length, (at) => stretches[at].from >= time);
    const beyond = passed > 0 ? Math.max(0, stretches[passed - 1].to - time) : 0;
    return time - before[passed] + beyond;
  };
  const scale = linearScale(shortened(from), shortened(to), start, end);
  return Object.assign((time: number) => scale(shortened(time)), { from, to });
}

interface Break {
  readonly bounds?: readonly (string | number)[];
  readonly pattern?: string;
  readonly values?: readonly string[];
  readonly dvalue?: number;
}

function stretchesOf({ rangebreaks = [] }: Axis, from: number, to: number): Stretch[] {
  const found = (rangebreaks as readonly Break[]).flatMap((one) => stretchesOfBreak(one, from, to));
  const sorted = found.filter((one) => one.to > from && one.from < to).sort((a, b) => a.from - b.from);
  const merged: Stretch[] = [];
  for (const stretch of sorted) {
    const last = merged[merged.length - 1];
    if (last === undefined || stretch.from > last.to) merged.push(stretch);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
  }
  return merged;
}

function stretchesOfBreak({ bounds, pattern, values, dvalue = day }: Break, from: number, to: number): Stretch[] {
  if (values !== undefined)
    return values.map((value) => {
      const start = Date.parse(value.length > 10 ? `${value.replace(" ", "T")}Z` : value);
      return { from: start, to: start + dvalue };
    });
  if (bounds === undefined) return [];
  const stretches: Stretch[] = [];
  for (let date = Math.floor(from / day) - 3; date <= to / day; date++) {
    const start = date * day;
    if (pattern !== "hour") {
      // 1970-01-01 was a Thursday; the days left out are Saturday and Sunday.
      if ((((date + 4) % 7) + 7) % 7 === 6) stretches.push({ from: start, to: start + 2 * day });
      continue;
    }
    const [begin, end] = bounds.map((hours) => Number(hours) * 3_600_000);
    stretches.push({ from: start + begin, to: start + end + (end < begin ? day : 0) });
  }
  return stretches;
}
