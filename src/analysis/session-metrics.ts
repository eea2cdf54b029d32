import type { Calendar } from "../core/market/calendar";
import type { Measured } from "./measured";
import { metricsFrom } from "./metrics/catalog";
import type { EquityCurve, TrackRecord } from "./record/track-record";
import { daysPerYear, defaultReturnsEvery, periodsPerYearOf, type ReturnsEvery } from "./returns/returns-every";
import { samplePlaces, withFirst } from "./returns/sampling";
import { finiteOf, returnsOfLevels } from "./returns/series";
import { benchmarkPairs, type SampledCurve } from "./session-benchmark";
import { riskFreePerPeriod } from "./statistics/conventions";
import { drawdownOf } from "./statistics/drawdown";
import { growthOfLevels } from "./statistics/growth";
import { benchmarkStatistics, ReturnStatistics } from "./statistics/material";
import { tradeOutcomesOf } from "./statistics/trade-outcomes";

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
export function sessionMetrics(record: TrackRecord, options: SessionMetricsOptions): SessionMetrics {
  const { curve, days } = record;
  const { calendar, interval } = options;
  const returnsEvery = options.returnsEvery ?? defaultReturnsEvery(record, calendar);
  const sampled = sampledCurve(record, returnsEvery, calendar);
  const periodsPerYear =
    options.periodsPerYear ?? periodsPerYearOf(returnsEvery, sampled.time.subarray(1), record, options);
  const terms = { periodsPerYear, riskFree: riskFreePerPeriod(options.riskFree ?? 0, periodsPerYear) };
  const all = returnsOfLevels(sampled.levels);
  const returns = finiteOf(all);
  const summary = {
    total: growthOfLevels(sampled.levels),
    drawdown: drawdownIn(curve, options.daily),
    last: curve.length === 0 ? record.initialCapital : curve.equity[curve.length - 1],
  };
  const pairs = record.benchmark && benchmarkPairs(sampled, record.benchmark, calendar);
  const { commission, slippage } = record;
  const metrics = metricsFrom({
    returns: new ReturnStatistics(returns, summary, terms),
    benchmark: pairs && benchmarkStatistics(pairs, terms),
    trades: tradeOutcomesOf(record.trades),
    roundTrips: tradeOutcomesOf(record.roundTrips),
    account: { days, daysPerYear: daysPerYear(calendar, interval), commission, slippage },
  });
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

function sampledCurve({ curve }: TrackRecord, every: ReturnsEvery, calendar: Calendar): SampledCurve {
  const { time, equity, length } = curve;
  if (every === "bar" || length === 0) {
    return { every, time: time.subarray(0, length), levels: equity.subarray(0, length) };
  }
  const places = samplePlaces(time, 1, length, every, calendar);
  return { every, time: withFirst(time, places), levels: withFirst(equity, places) };
}
