import { expected } from "../../core/checks";
import { mostLines } from "../../output/figures/parts/curves";
import type { Series } from "../../output/figures/parts/series";
import { checkOptions } from "../../session/options/checks";
import { benchmarkSeries, equitySeries } from "../session/figures/curves";
import type { Compared } from "./tables";

/** Which sessions of many are drawn as lines. */
export interface CurveChoice {
  /** Names of sessions that are drawn in any case, beside the best and the worst. */
  readonly names?: readonly string[];
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
export function chosenCurves(sessions: Compared, { names = [] }: CurveChoice): ChosenCurves {
  const known = sessions.map(({ name }) => name);
  if (!Array.isArray(names) || names.length > mostLines - 2)
    throw expected("names", `a list of up to ${mostLines - 2} names`, names);
  for (const name of names)
    if (!known.includes(name)) throw expected("names", `names of compared sessions, such as "${known[0]}"`, name);
  if (sessions.length <= mostLines) return { names: known };
  const growth = sessions.map(growthOf);
  const best = placeOf(growth, (one, other) => one > other);
  const worst = placeOf(growth, (one, other) => one < other);
  const others = names.map((name) => known.indexOf(name)).filter((place) => place !== best && place !== worst);
  const chosen = [...new Set([best, worst, ...others])];
  const called = known.map((name, at) => (at === best ? `${name} (best)` : at === worst ? `${name} (worst)` : name));
  return { names: called, chosen };
}

/** Throws UNKNOWN_OPTION or INVALID_OPTION unless options choose curves. */
export function checkCurves(where: string, options: CurveChoice): void {
  checkOptions(where, options, curveKeys);
}

function growthOf({ content: { curve } }: Compared[number]): number {
  return curve.length === 0 ? Number.NaN : curve.equity[curve.length - 1] / curve.equity[0];
}

function placeOf(values: readonly number[], isAhead: (one: number, other: number) => boolean): number {
  let found = 0;
  for (const [at, value] of values.entries())
    if (Number.isNaN(values[found]) || isAhead(value, values[found])) found = at;
  return found;
}

/** The equity curves of sessions, and what they are measured in. */
export interface EquityCurves {
  readonly series: readonly Series[];
  readonly benchmark?: Series;
  /** Absent if it is currency. */
  readonly unit?: string;
}

/** Returns the equity curves of sessions under some names: over their initial capital if it is not the same. */
export function equityOf(sessions: Compared, names: readonly string[]): EquityCurves {
  const series = sessions.map((core, at) => equitySeries(core, names[at]));
  const capitals = sessions.map(({ initialCapital }) => initialCapital);
  const of = sessions.find(({ record }) => record.benchmark !== undefined);
  const benchmark = of && isTheSame(sessions) ? benchmarkSeries(of) : undefined;
  if (capitals.every((capital) => capital === capitals[0])) return { series, ...(benchmark && { benchmark }) };
  const over = (one: Series, capital: number): Series => ({ ...one, value: one.value.map((value) => value / capital) });
  return {
    series: series.map((one, at) => over(one, capitals[at])),
    ...(of && benchmark && { benchmark: over(benchmark, of.initialCapital) }),
    unit: "Equity over the initial capital",
  };
}

function isTheSame(sessions: Compared): boolean {
  const names = sessions.flatMap(({ record: { benchmark } }) => (benchmark === undefined ? [] : [benchmark.name]));
  return new Set(names).size === 1;
}
