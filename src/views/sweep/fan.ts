import { dateOf } from "../../core/days";
import type { FanLevels } from "../../output/figures/runs/fan";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { bestChoice } from "./ranking";
import { runText, sweptOf } from "./swept";

/** How runs grew, as a fan shows it. */
export interface Fan extends FanLevels {
  /** How many runs there are. */
  readonly count: number;
  /** Whether all runs have the same days, which are then on the axis. */
  readonly dated: boolean;
}

const mostDays = 250;
const shares = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/**
 * Returns quantiles of what the runs of a sweep grew to by each trading day, and the curve of the best run where params differ;
 * `undefined` if no returns are kept. A run that ended earlier has its last value from then on; one that went bankrupt has nothing.
 */
export function fanOf(results: SweepResults): Fan | undefined {
  const runs = Array.from(results.states.keys()).filter((run) => results.states[run] === pointStates.done);
  const kept = runs.map((run) => results.returns(run));
  if (kept.length === 0 || kept.some((one) => one === undefined)) return undefined;
  const all = kept as readonly NonNullable<(typeof kept)[number]>[];
  const longest = all.reduce((most, one) => (one.returns.length > most.returns.length ? one : most));
  const dated = all.every(({ days }) => days.every((day, at) => day === longest.days[at]));
  const places = placesOf(longest.returns.length);
  const curves = all.map(({ returns }, at) =>
    growthAt(results.isBankrupt(runs[at]) ? ruined(returns) : returns, places),
  );
  const best = bestChoice(results);
  const { differing } = sweptOf(results);
  return {
    count: runs.length,
    dated,
    x: dated ? places.map((place) => dayText(longest.days, place)) : places,
    levels: levelsAt(curves, places.length),
    ...(best !== undefined &&
      best.runs.length === 1 &&
      differing.length > 0 && {
        other: { name: `Best: ${runText(results, best.run)}`, values: curves[runs.indexOf(best.run)] },
      }),
  };
}

/**
 * Returns the returns of runs that are done, all of the same length: a run that ended earlier has returns of 0 from then on, and one that
 * went bankrupt loses everything first. `undefined` if they are not of the same days.
 */
export function wholeReturns(results: SweepResults, runs: readonly number[]): Float64Array[] | undefined {
  const kept = runs.map((run) => results.returns(run) ?? { days: new Int32Array(0), returns: new Float64Array(0) });
  const longest = kept.reduce(
    (most, { days }) => (days.length > most.length ? days : most),
    new Int32Array(0) as Int32Array,
  );
  if (kept.some(({ days }) => days.some((day, at) => day !== longest[at]))) return undefined;
  return kept.map(({ returns }, at) => {
    const own = results.isBankrupt(runs[at]) ? ruined(returns) : returns;
    if (own.length === longest.length) return own;
    const whole = new Float64Array(longest.length);
    whole.set(own.subarray(0, longest.length));
    return whole;
  });
}

// The return into ruin is not finite, and was left out.
function ruined(returns: Float64Array): Float64Array {
  const whole = new Float64Array(returns.length + 1);
  whole.set(returns);
  whole[returns.length] = -1;
  return whole;
}

// From 0, before the first return, to the last day.
function placesOf(days: number): number[] {
  if (days < mostDays) return Array.from({ length: days + 1 }, (_, place) => place);
  return Array.from({ length: mostDays + 1 }, (_, at) => Math.round((at * days) / mostDays));
}

// The curve begins on the day before its first return.
function dayText(days: Int32Array, place: number): string {
  const day = place === 0 ? days[0] - 1 : days[place - 1];
  return dateOf(day);
}

function growthAt(returns: Float64Array, places: readonly number[]): Float64Array {
  const found = new Float64Array(places.length);
  let level = 1;
  let at = 0;
  for (const [index, place] of places.entries()) {
    for (; at < Math.min(place, returns.length); at++) level *= 1 + returns[at];
    found[index] = level;
  }
  return found;
}

function levelsAt(curves: readonly Float64Array[], length: number): FanLevels["levels"] {
  const level = () => new Float64Array(length);
  const levels = [level(), level(), level(), level(), level()] as const;
  const column = new Float64Array(curves.length);
  for (let at = 0; at < length; at++) {
    for (const [place, curve] of curves.entries()) column[place] = curve[at];
    column.sort();
    for (const [place, share] of shares.entries()) levels[place][at] = quantileOf(column, share);
  }
  return levels;
}

/** Returns a quantile of ascending values, type 7 of Hyndman and Fan (1996). */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
