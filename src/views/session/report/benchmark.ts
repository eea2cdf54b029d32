import type { Metrics } from "../../../analysis/metrics/catalog";
import { samplePlaces } from "../../../analysis/returns/sampling";
import { type JoinedLevels, joinedLevels } from "../../../analysis/session-benchmark";
import { metricsOfLevels, sampledCurve } from "../../../analysis/session-metrics";
import { countUntil } from "../../../core/ascending";
import { dateOf } from "../../../core/days";
import type { SessionCore } from "../../../session/core";
import { timeTextOf } from "../days";

/**
 * Returns the metrics of a session's benchmark, by its levels at the times that both have; `null` for those of trades.
 * `undefined` without a benchmark, or if there are none.
 */
export function benchmarkMetrics(core: SessionCore): Metrics | undefined {
  const joined = joinedOf(core);
  if (joined === undefined) return undefined;
  const { time, benchmark: levels } = joined;
  const { periodsPerYear, counted } = core.metrics();
  const { calendar, daily } = core;
  const { riskFree } = core.options;
  return metricsOfLevels({ time, levels }, { calendar, daily, riskFree, periodsPerYear, counted });
}

/** Writes until when a session's benchmark goes, as ` until 2014-06-27`, if it ends before the session; else nothing. */
export function benchmarkUntil(core: SessionCore): string {
  const time = joinedOf(core)?.time;
  const { curve } = core.content;
  if (time === undefined || time[time.length - 1] === curve.time[curve.length - 1]) return "";
  return ` until ${timeTextOf(core)(time[time.length - 1])}`;
}

function joinedOf(core: SessionCore): JoinedLevels | undefined {
  const { benchmark } = core.record;
  const { curve } = core.content;
  if (benchmark === undefined || curve.length < 2) return undefined;
  const { calendar } = core;
  const sampled = sampledCurve({ curve }, core.metrics().returnsEvery, calendar);
  const joined = joinedLevels(sampled, benchmark.series, calendar);
  return joined.time.length < 2 ? undefined : joined;
}

/** The returns of a year, fractions. */
export interface YearReturn {
  readonly year: string;
  readonly session: number | null;
  readonly benchmark: number | null;
}

/**
 * Returns the return of each year of a session and of its benchmark. The benchmark's are between its newest levels at the ends
 * of the session's years. The first one begins at its first level, if the session began before that.
 */
export function yearReturns({ content: { curve }, record, calendar }: SessionCore): YearReturn[] {
  const ends = samplePlaces(curve.time, 1, curve.length, "year", calendar);
  const levelAt = (place: number) => {
    if (record.benchmark === undefined) return Number.NaN;
    const { time, level } = record.benchmark.series;
    const seen = countUntil(time, curve.time[place]);
    return level[seen === 0 && place === 0 ? 0 : seen - 1] ?? Number.NaN;
  };
  return Array.from(ends, (end, at) => {
    const start = at === 0 ? 0 : ends[at - 1];
    return {
      year: dateOf(calendar.dayOf(curve.time[end])).slice(0, 4),
      session: growth(curve.equity[start], curve.equity[end]),
      benchmark: growth(levelAt(start), levelAt(end)),
    };
  });
}

function growth(from: number, to: number): number | null {
  const value = to / from - 1;
  return from > 0 && Number.isFinite(value) ? value : null;
}
