import { dayLength } from "./days";

/** Milliseconds of a year of 365.25 days. */
export const yearLength = 365.25 * dayLength;

/** How many days of a year have bars, or how many longer periods. */
export interface Year {
  /** Days (or longer periods) per year: the usual number if the count is close to one. */
  readonly perYear: number;
  /** The count. Absent in a record under half a year, which takes the usual number of its calendar. */
  readonly counted?: number;
  /** Stretches without bars that the count leaves out: first and last day, whole days since 1970-01-01. */
  readonly holes?: readonly (readonly [from: number, to: number])[];
}

/** Usual numbers per year. A count that is close to one is taken as that number. */
const usual = [252, 365, 52, 12, 4];
const shareOff = 0.015;
/** Shortest record, in years, that is counted. */
const enough = 0.5;

/**
 * Counts how many days with bars (or longer periods) a year has. `days`: ascending, whole days since 1970-01-01.
 * `nominal`: the result for a record that is too short to count.
 */
export function yearOf(days: ArrayLike<number>, nominal: number): Year {
  const typical = typicalGap(days);
  const found = holesIn(days, typical);
  const outside = found.reduce((sum, [from, to]) => sum + to - from, 0);
  const count = days.length - 1 - found.length;
  const years = ((days[days.length - 1] - days[0] - outside) * dayLength) / yearLength;
  const holes = found.length > 0 && { holes: found };
  if (!(years >= enough)) return { perYear: nominalOf(typical) ?? nominal, ...holes };
  const counted = count / years;
  return { perYear: usualOf(counted, years), counted, ...holes };
}

/** Returns the stretches in which there should have been bars: longer than ten calendar days and ten gaps. */
export function holesIn(days: ArrayLike<number>, typical = typicalGap(days)): [from: number, to: number][] {
  const least = 10 * Math.max(1, typical);
  const holes: [number, number][] = [];
  for (let at = 1; at < days.length; at++) if (days[at] - days[at - 1] > least) holes.push([days[at - 1], days[at]]);
  return holes;
}

// The median, because months and quarters have no common gap.
function typicalGap(days: ArrayLike<number>): number {
  const gaps = Float64Array.from({ length: Math.max(0, days.length - 1) }, (_, at) => days[at + 1] - days[at]).sort();
  return gaps.length === 0 ? Number.NaN : gaps[gaps.length >> 1];
}

// A few gaps of weeks or months show that these are not days.
function nominalOf(gap: number): number | undefined {
  const lengths = [
    [7, 52],
    [30, 12],
    [91, 4],
  ] as const;
  return lengths.find(([length]) => Math.abs(gap - length) <= length / 10)?.[1];
}

function usualOf(counted: number, years: number): number {
  const off = (number: number) => Math.abs(number - counted);
  const isClose = (number: number) => off(number) <= Math.max(shareOff * number, (number < 100 ? 1 : 2) / years);
  const [nearest] = usual.filter(isClose).sort((one, other) => off(one) - off(other));
  return nearest ?? counted;
}
