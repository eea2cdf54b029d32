import type { LevelSeries } from "../../../analysis/record/track-record";
import { atLastSteps } from "../../../analysis/returns/day-levels";
import { countUntil } from "../../../core/ascending";
import type { Series } from "../../../output/figures/parts/series";
import type { SessionCore } from "../../../session/core";
import { joinedOf } from "../report/benchmark";
import { benchmarkTitle, hasBenchmarkEnded } from "./benchmark";

/** Returns the equity curve of a session as a series, under a name. */
export function equitySeries(core: SessionCore, name = core.name): Series {
  const { time, equity, length } = core.content.curve;
  return { name, time, value: equity, length };
}

/**
 * Returns the benchmark of a session, scaled to the initial capital if it has a level at the session's start, and else to the
 * equity at its first level within the curve; `undefined` without one. If bars are shorter than days, it is at the times of the
 * curve, with its newest level, until the day of its last one.
 */
export function benchmarkSeries(core: SessionCore): Series | undefined {
  const { benchmark } = core.record;
  if (benchmark === undefined) return undefined;
  const curve = equitySeries(core);
  const { time, length = time.length } = curve;
  const { daily, calendar } = core;
  const levels = daily ? benchmark.series : atLastSteps(benchmark.series, time.subarray(0, length), calendar);
  const scaled = scaledTo(curve, benchmarkTitle(core) ?? "", levels, equityPerLevel(core, levels));
  return scaled && (daily ? scaled : atTimesOf(curve, scaled, hasBenchmarkEnded(core)));
}

/**
 * Returns what a unit of a benchmark's levels is in currency beside the equity of a session, so that both are the same where the
 * benchmark begins: at the session's start, if it is joined with a level there, or at the benchmark's first level within
 * the curve. `levels`: those of its benchmark.
 */
function equityPerLevel(core: SessionCore, levels: LevelSeries): number {
  const { curve } = core.content;
  const joined = joinedOf(core);
  if (joined !== undefined && (core.daily || joined.time[0] === curve.time[0]))
    return joined.own[0] / joined.benchmark[0];
  const from = levels.time.findIndex((at) => at >= curve.time[0]);
  return equityAt(core, levels.time[from]) / levels.level[from];
}

/** Returns the equity of a session at a time, from its last point until then; its initial capital before the first. */
export function equityAt({ content: { curve }, initialCapital }: SessionCore, time: number): number {
  const place = countUntil(curve.time.subarray(0, curve.length), time) - 1;
  return place < 0 ? initialCapital : curve.equity[place];
}

// Only the levels within the curve.
function scaledTo(curve: Series, name: string, { time, level }: LevelSeries, factor: number): Series | undefined {
  const length = curve.length ?? curve.time.length;
  const from = time.findIndex((at) => length > 0 && at >= curve.time[0]);
  if (from < 0) return undefined;
  let to = from;
  while (to < time.length && time[to] <= curve.time[length - 1]) to++;
  return { name, time: time.slice(from, to), value: level.slice(from, to).map((one) => one * factor) };
}

// A hover tells the values of one time, so both have the same times. Nothing is taken from later.
function atTimesOf(
  { time, length = time.length }: Series,
  levels: Series,
  hasEnded: (time: number) => boolean,
): Series {
  const value = new Float64Array(length).fill(Number.NaN);
  let next = 0;
  for (let i = 0; i < length; i++) {
    while (next < levels.time.length && levels.time[next] <= time[i]) next++;
    if (next > 0 && !(next === levels.time.length && hasEnded(time[i]))) value[i] = levels.value[next - 1];
  }
  return { name: levels.name, time, value, length };
}
