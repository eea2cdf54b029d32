import type { Measured } from "../../../analysis/measured";
import { atLastSteps } from "../../../analysis/returns/day-levels";
import { samplePlaces } from "../../../analysis/returns/sampling";
import { type JoinedLevels, joinedLevels, type SampledCurve } from "../../../analysis/session-benchmark";
import { metricsOfLevels, sampledCurve } from "../../../analysis/session-metrics";
import { countUntil } from "../../../core/ascending";
import { dateOf, dayLength } from "../../../core/days";
import { counted } from "../../../core/short-text";
import type { SessionCore } from "../../../session/core";
import { timeTextOf } from "../days";

/**
 * Returns the metrics of a session's benchmark, by its levels at the times that both have; `null` for those of trades.
 * `undefined` without a benchmark, or if there are none.
 */
export function benchmarkMetrics(core: SessionCore): Measured | undefined {
  const joined = joinedOf(core);
  if (joined === undefined) return undefined;
  const { time, benchmark: levels } = joined;
  const measured = core.metrics();
  const { periodsPerYear, counted } = measured;
  const { calendar, daily } = core;
  const { riskFree } = core.options;
  const metrics = metricsOfLevels({ time, levels }, { calendar, daily, riskFree, periodsPerYear, counted });
  return { ...measured, metrics, returns: time.length - 1 };
}

/**
 * Writes which part of a session its benchmark has, as ` from 2013-09-02 until 2014-06-27`, where it begins more than a
 * return later or ends before the session; else nothing. `text`: how times are written.
 */
export function benchmarkSpan(core: SessionCore, text = timeTextOf(core)): string {
  const time = joinedOf(core)?.time;
  const { curve } = core.content;
  if (time === undefined) return "";
  const [first, last] = [time[0], time[time.length - 1]];
  const from = sampledOf(core).time[1] < first ? ` from ${text(first)}` : "";
  return last === curve.time[curve.length - 1] ? from : `${from} until ${text(last)}`;
}

/**
 * Writes what a session's benchmark has in common with it, as `1 time in common`, if that is too little for a return; else
 * nothing.
 */
export function benchmarkLack(core: SessionCore): string {
  const { benchmark } = core.record;
  if (benchmark === undefined || core.content.curve.length < 2 || joinedOf(core) !== undefined) return "";
  const { time } = joinedLevels(sampledOf(core), benchmark.series, core.calendar);
  return time.length === 0 ? "no time in common" : `${counted(time.length, "time")} in common`;
}

function sampledOf(core: SessionCore): SampledCurve {
  return sampledCurve({ curve: core.content.curve }, core.metrics().returnsEvery, core.calendar);
}

/** Returns the levels of a session and its benchmark at the times that both have; `undefined` if they make no return. */
export function joinedOf(core: SessionCore): JoinedLevels | undefined {
  const { benchmark } = core.record;
  const { curve } = core.content;
  if (benchmark === undefined || curve.length < 2) return undefined;
  const joined = joinedLevels(sampledOf(core), benchmark.series, core.calendar);
  return joined.time.length < 2 ? undefined : joined;
}

/** The returns of a year, fractions. */
export interface YearReturn {
  readonly year: string;
  readonly session: number | null;
  readonly benchmark: number | null;
}

// No two neighboring days of trading are further apart.
const mostDaysOfRest = 10;

/**
 * Returns the return of each year of a session and of its benchmark. The benchmark's are between its newest levels at the ends
 * of the session's years; there is none of a year that it does not have from end to end.
 */
export function yearReturns({ content: { curve }, record, calendar }: SessionCore): YearReturn[] {
  const ends = samplePlaces(curve.time, 1, curve.length, "year", calendar);
  const series = record.benchmark?.series;
  const levels = series && atLastSteps(series, curve.time.subarray(0, curve.length), calendar);
  const levelAt = (place: number) => {
    if (levels === undefined) return Number.NaN;
    const { time, level } = levels;
    const now = curve.time[place];
    // Some begin at the end of the session's first day.
    const at = Math.max(countUntil(time, now) - 1, place === 0 ? 0 : -1);
    return Math.abs(now - time[at]) > mostDaysOfRest * dayLength ? Number.NaN : (level[at] ?? Number.NaN);
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
