import type { Calendar } from "../core/market/calendar";
import type { Measured } from "./measured";
import { benchmarkMetrics, noBenchmarkMetrics } from "./metrics/benchmark-metrics";
import { drawdownOf } from "./metrics/drawdown";
import { exposure } from "./metrics/exposure";
import { returnMetrics } from "./metrics/return-metrics";
import { riskFreePerPeriod } from "./metrics/terms";
import { totalReturnOfLevels } from "./metrics/total-return";
import { tradeMetrics } from "./metrics/trade-metrics";
import { turnover } from "./metrics/turnover";
import { daysPerYear, defaultReturnsEvery, periodsPerYearOf, type ReturnsEvery } from "./returns/returns-every";
import { samplePlaces, withFirst } from "./returns/sampling";
import { finiteOf, returnsOfLevels } from "./returns/series";
import { benchmarkPairs, type SampledCurve } from "./session-benchmark";
import type { EquityCurve, SessionRecord } from "./session-record";

export type { ReturnsEvery } from "./returns/returns-every";
export type { DayColumns, EquityCurve, LevelSeries, SessionRecord } from "./session-record";

/** How a session's metrics are taken. */
export interface SessionMetricsOptions {
  readonly calendar: Calendar;
  /** Milliseconds of a bar, where the feed has one interval. */
  readonly interval?: number;
  /** Whether bars are trading days, so that the time between two is a whole number of days, whatever clocks do. */
  readonly daily?: boolean;
  /** Default: the longest of day, hour and minute that gives at least 20 returns, else the bar. */
  readonly returnsEvery?: ReturnsEvery;
  /** Returns of a year; default: the calendar's days of a year times the returns of a day. */
  readonly periodsPerYear?: number;
  /** Annual risk-free rate, a fraction; default 0. */
  readonly riskFree?: number;
}

/** A session's metrics, and the choices to be shown beside them. */
export interface SessionMetrics extends Measured {
  readonly returnsEvery: ReturnsEvery;
}

/**
 * Returns every metric of a session. The returns are taken at the ends of days, hours, minutes or bars, the first one
 * from the initial capital; the drawdown is that of the whole curve, losses inside the day included.
 */
export function sessionMetrics(record: SessionRecord, options: SessionMetricsOptions): SessionMetrics {
  const { curve, days } = record;
  const { calendar, interval } = options;
  const returnsEvery = options.returnsEvery ?? defaultReturnsEvery(record, calendar);
  const sampled = sampledCurve(record, returnsEvery, calendar);
  const periodsPerYear =
    options.periodsPerYear ?? periodsPerYearOf(returnsEvery, sampled.time.subarray(1), record, options);
  const terms = { periodsPerYear, riskFree: riskFreePerPeriod(options.riskFree ?? 0, periodsPerYear) };
  const all = returnsOfLevels(sampled.levels);
  const returns = finiteOf(all);
  const drawdown = drawdownIn(curve, options.daily);
  const pairs = record.benchmark && benchmarkPairs(sampled, record.benchmark, calendar);
  const metrics = {
    ...returnMetrics(returns, totalReturnOfLevels(sampled.levels), drawdown, terms),
    ...(pairs === undefined ? noBenchmarkMetrics : benchmarkMetrics(pairs, terms)),
    ...tradeMetrics(record.trades),
    exposure: exposure(days),
    turnover: turnover(days, daysPerYear(calendar, interval)),
    commission: record.commission,
    slippage: record.slippage,
    finalEquity: curve.length === 0 ? record.initialCapital : curve.equity[curve.length - 1],
  };
  return {
    metrics,
    returnsEvery,
    returns: returns.length,
    periodsPerYear,
    dropped: all.length - returns.length,
  };
}

function drawdownIn({ equity, time, length }: EquityCurve, daily = false) {
  const drawdown = drawdownOf(equity, time, length);
  return daily && drawdown.days !== null ? { ...drawdown, days: Math.round(drawdown.days) } : drawdown;
}

function sampledCurve({ curve }: SessionRecord, every: ReturnsEvery, calendar: Calendar): SampledCurve {
  const { time, equity, length } = curve;
  if (every === "bar" || length === 0) {
    return { every, time: time.subarray(0, length), levels: equity.subarray(0, length) };
  }
  const places = samplePlaces(time, 1, length, every, calendar);
  return { every, time: withFirst(time, places), levels: withFirst(equity, places) };
}
