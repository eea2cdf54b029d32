import { expected, expectedOf } from "../../core/checks";
import { mostLines } from "../../output/figures/parts/curves";
import type { Series } from "../../output/figures/parts/series";
import { checkOptions } from "../../session/options/checks";
import { benchmarkSeries, equityAt } from "../session/figures/curves";
import { benchmarksOf, type ComparedNow, type Member } from "./compared";

/** Which sessions of many are drawn as lines. */
export interface CurveChoice {
  /** Sessions that are drawn in any case, beside the best and the worst: names, numbers, or themselves. */
  readonly names?: readonly (string | number | NumberedSession)[];
}

/** A session, as far as its name and its number are needed to find it. */
export interface NumberedSession {
  readonly id: number;
  readonly name: string;
}

/** The options of a comparison's curves. */
export const curveKeys = ["names"] as const;

/** Which curves are lines, and what all are called. */
export interface ChosenCurves {
  readonly names: readonly string[];
  /** Absent if all are. */
  readonly chosen?: readonly number[];
}

/**
 * Chooses the sessions that are drawn as lines: all of up to eight; of more, the one that grew most, the one that grew
 * least and those that are named. The others are shown by a band. Throws INVALID_OPTION for a name that none of them has, and for more
 * than six.
 */
export function chosenCurves({ members }: ComparedNow, { names = [] }: CurveChoice): ChosenCurves {
  const known = members.map(({ name }) => name);
  if (!Array.isArray(names) || names.length > mostLines - 2)
    throw expected("names", `a list of up to ${mostLines - 2} sessions or their names`, names);
  const named = names.map((one) => placeOfNamed(members, one));
  if (members.length <= mostLines) return { names: known };
  const growth = members.map(growthOf);
  const best = placeOf(growth, (one, other) => one > other);
  const worst = placeOf(growth, (one, other) => one < other);
  const others = named.filter((place) => place !== best && place !== worst);
  const chosen = [...new Set([best, worst, ...others])];
  const called = known.map((name, at) =>
    at === best ? `${name} (grew most)` : at === worst ? `${name} (grew least)` : name,
  );
  return { names: called, chosen };
}

function placeOfNamed(members: readonly Member[], one: string | number | NumberedSession): number {
  const { id, name: called } = Object(one) as Partial<NumberedSession>;
  const place = members.findIndex(
    ({ name, core }) => one === name || one === core.id || (id === core.id && called === core.name),
  );
  if (place >= 0) return place;
  const known = members.map(({ name }) => name);
  const found = called ?? one;
  throw expectedOf("names", `compared sessions or their names, such as "${known[0]}"`, found, known);
}

/** Throws UNKNOWN_OPTION or INVALID_OPTION unless options choose curves. */
export function checkCurves(where: string, options: CurveChoice): void {
  checkOptions(where, options, curveKeys);
}

function growthOf(member: Member): number {
  const { value } = curveIn(member);
  return value.length < 2 ? Number.NaN : value[value.length - 1] / value[0];
}

function placeOf(values: readonly number[], isAhead: (one: number, other: number) => boolean): number {
  let found = 0;
  for (const [at, value] of values.entries())
    if (Number.isNaN(values[found]) || isAhead(value, values[found])) found = at;
  return found;
}

// Of a session that does not cover the window, nothing.
function curveIn({ core, name, stretch }: Member): Series {
  const { time, equity } = core.content.curve;
  const [from, to] = stretch === undefined ? [0, 0] : [stretch.base, stretch.end + 1];
  return { name, time: time.subarray(from, to), value: equity.subarray(from, to) };
}

/** Returns the points of a series that are in a session's part of the window. */
export function pointsIn({ core, stretch }: Member, { time, value, ...series }: Series): Series {
  if (stretch === undefined) return { ...series, time: time.subarray(0, 0), value: value.subarray(0, 0) };
  const { curve } = core.content;
  const [first, last] = [curve.time[stretch.base], curve.time[stretch.end]];
  let from = 0;
  while (from < time.length && time[from] < first) from++;
  let to = series.length ?? time.length;
  while (to > from && time[to - 1] > last) to--;
  const { length: _, ...rest } = series;
  return { ...rest, time: time.subarray(from, to), value: value.subarray(from, to) };
}

/** The equity curves of sessions, and what they are measured in. */
export interface EquityCurves {
  readonly series: readonly Series[];
  readonly benchmark?: Series;
  /** Absent if it is currency. */
  readonly unit?: string;
}

/**
 * Returns the equity curves of sessions in their window under some names: over their initial capital if it is not the same,
 * and over their equity at its beginning if some had begun before.
 */
export function equityOf({ members }: ComparedNow, names: readonly string[]): EquityCurves {
  const series = members.map((member, at) => ({ ...curveIn(member), name: names[at] }));
  const isCut = members.some(({ stretch }) => stretch !== undefined && stretch.base > 0);
  const bases = members.map(({ core }, at) => (isCut ? series[at].value[0] : core.initialCapital));
  const of = memberWithBenchmark(members);
  const whole = of && benchmarkSeries(of.core);
  const benchmark = of && whole && pointsIn(of, whole);
  if (!isCut && bases.every((base) => base === bases[0])) return { series, ...(benchmark && { benchmark }) };
  const over = (one: Series, base: number): Series => ({ ...one, value: one.value.map((value) => value / base) });
  const first = isCut ? of && benchmark && baseOf(of, benchmark) : of?.core.initialCapital;
  return {
    series: series.map((one, at) => over(one, bases[at])),
    ...(benchmark && first !== undefined && { benchmark: over(benchmark, first) }),
    unit: isCut ? "Equity over that at the beginning" : "Equity over the initial capital",
  };
}

// What a benchmark in the window is drawn over, so that it begins where its session stands then.
function baseOf({ core, stretch }: Member, { time, value }: Series): number | undefined {
  const at = value.findIndex(Number.isFinite);
  if (at < 0 || stretch === undefined) return undefined;
  return (value[at] / equityAt(core, time[at])) * core.content.curve.equity[stretch.base];
}

/** Returns a session whose benchmark is that of all that have one; `undefined` if they have none, or several. */
export function memberWithBenchmark(members: readonly Member[]): Member | undefined {
  if (benchmarksOf(members).length !== 1) return undefined;
  return members.find(({ core, stretch }) => core.record.benchmark !== undefined && stretch !== undefined);
}
