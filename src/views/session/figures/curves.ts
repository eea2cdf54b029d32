import type { LevelSeries } from "../../../analysis/record/track-record";
import type { Series } from "../../../output/figures/parts/series";
import type { SessionCore } from "../../../session/core";
import { benchmarkTitle, hasBenchmarkEnded } from "./benchmark";

/** Returns the equity curve of a session as a series, under a name. */
export function equitySeries(core: SessionCore, name = core.name): Series {
  const { time, equity, length } = core.content.curve;
  return { name, time, value: equity, length };
}

/**
 * Returns the benchmark of a session, scaled to the initial capital at its first level within the curve; `undefined`
 * without one. If bars are shorter than days, it is at the times of the curve, with its newest level, until the day of its
 * last one.
 */
export function benchmarkSeries(core: SessionCore): Series | undefined {
  const { benchmark } = core.record;
  if (benchmark === undefined) return undefined;
  const curve = equitySeries(core);
  const scaled = scaledTo(curve, benchmarkTitle(core) ?? "", benchmark.series, core.initialCapital);
  return scaled && (core.daily ? scaled : atTimesOf(curve, scaled, hasBenchmarkEnded(core)));
}

// Only the levels within the curve, scaled to its first level there.
function scaledTo(curve: Series, name: string, { time, level }: LevelSeries, capital: number): Series | undefined {
  const length = curve.length ?? curve.time.length;
  const from = time.findIndex((at) => length > 0 && at >= curve.time[0]);
  if (from < 0) return undefined;
  let to = from;
  while (to < time.length && time[to] <= curve.time[length - 1]) to++;
  const factor = capital / level[from];
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
