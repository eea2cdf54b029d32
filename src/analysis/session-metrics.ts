import type { Calendar } from "../core/market/calendar";
import type { Measured } from "./measured";
import { type MetricKey, type Metrics, metricsFrom, metricValues } from "./metrics/catalog";
import type { EquityCurve, TrackRecord } from "./record/track-record";
import {
  daysPerYear,
  defaultSampling,
  periodsPerYearOf,
  type ReturnsEvery,
  type YearTerms,
  yearsOf,
} from "./returns/returns-every";
import { samplePlaces, withFirst } from "./returns/sampling";
import { finiteOf, returnsOfLevels } from "./returns/series";
import { spaced } from "./returns/spacing";
import { benchmarkPairs, type SampledCurve } from "./session-benchmark";
import { type ReturnConventions, riskFreePerPeriod } from "./statistics/conventions";
import { type DrawdownSummary, drawdownOf } from "./statistics/drawdown";
import { growthOfLevels } from "./statistics/growth";
import {
  type AccountTotals,
  type BenchmarkStatistics,
  benchmarkStatistics,
  type Material,
  ReturnStatistics,
} from "./statistics/material";
import { type TradeOutcomes, tradeOutcomesOf } from "./statistics/trade-outcomes";

/** How a session's metrics are computed. */
export interface SessionMetricsOptions extends YearTerms {
  /** Whether bars are trading days, so that the time between two is a whole number of days even if clocks change. */
  readonly daily?: boolean;
  /** Default: the longest of day, hour and minute that gives at least 20 returns, otherwise `"bar"`. */
  readonly returnsEvery?: ReturnsEvery;
  /** Returns per year. Default: the days per year (the calendar's, or those counted) times the returns per day. */
  readonly periodsPerYear?: number;
  /** Annual risk-free rate, a fraction; default 0. */
  readonly riskFree?: number;
}

/** A session's metrics, and the choices that are shown with them. */
export interface SessionMetrics extends Measured {
  readonly returnsEvery: ReturnsEvery;
  /** The years that growth is by; absent if it is by `periodsPerYear`. */
  readonly years?: number;
}

/**
 * Returns every metric of a session. Returns are taken at the ends of days, hours, minutes or bars, the first one from
 * the initial capital. The drawdown is that of the whole curve, including losses within a day.
 */
export function sessionMetrics(record: TrackRecord, options: SessionMetricsOptions): SessionMetrics {
  const { material, ...choices } = materialOf(record, options);
  const metrics = metricsFrom(material);
  const pairs = material.benchmark?.pairs.count;
  return { metrics, ...choices, ...(pairs !== undefined && { pairs }) };
}

/** Returns some metrics of a session, in the order of `keys`, as `sessionMetrics` has them; NaN where undefined. */
export function someSessionMetrics(
  record: TrackRecord,
  options: SessionMetricsOptions,
  keys: readonly MetricKey[],
): Float64Array {
  return metricValues(materialOf(record, options).material, keys);
}

/** How the returns of a session were taken, for levels beside it. */
export interface LevelTerms extends Pick<SessionMetricsOptions, "calendar" | "daily" | "riskFree"> {
  readonly periodsPerYear: number;
  /** Whether the year was counted, so that growth is by the years that passed. */
  readonly counted?: boolean;
}

/**
 * Returns the metrics of levels at the times of a session's returns, such as its benchmark's, as `sessionMetrics` has them of
 * the session; `null` for those of trades and of the account.
 */
export function metricsOfLevels({ time, levels }: Pick<SampledCurve, "time" | "levels">, terms: LevelTerms): Metrics {
  const { periodsPerYear, riskFree = 0, calendar, daily, counted = false } = terms;
  const years = counted ? yearsOf(time.subarray(1), calendar) : 0;
  const summary = {
    total: growthOfLevels(levels),
    drawdown: drawdownIn({ equity: levels, time, length: levels.length }, daily),
    last: null,
    ...(years > 0 && { years }),
  };
  const conventions = { periodsPerYear, riskFree: riskFreePerPeriod(riskFree, periodsPerYear) };
  return metricsFrom({
    returns: new ReturnStatistics(finiteOf(returnsOfLevels(levels)), summary, conventions),
    benchmark: undefined,
  });
}

/** Between which points the returns of a session are taken, and how many a year has. */
export interface SessionSampling {
  readonly sampled: SampledCurve;
  readonly periodsPerYear: number;
}

/** Returns how the returns of a session are taken, as its metrics do. */
export function sessionSampling(record: Pick<TrackRecord, "curve">, options: SessionMetricsOptions): SessionSampling {
  const { calendar, returnsEvery } = options;
  const sampling = returnsEvery ? { every: returnsEvery } : defaultSampling(record, calendar);
  const sampled = sampledAt(record, sampling, calendar);
  const times = sampled.time.subarray(1);
  return { sampled, periodsPerYear: options.periodsPerYear ?? periodsPerYearOf(sampling.every, times, options) };
}

function materialOf(
  record: TrackRecord,
  options: SessionMetricsOptions,
): { readonly material: Material } & Omit<SessionMetrics, "metrics" | "pairs"> {
  const { curve } = record;
  const { calendar } = options;
  const { sampled, periodsPerYear } = sessionSampling(record, options);
  const { every: returnsEvery } = sampled;
  const counted = options.periodsPerYear === undefined && options.year?.counted !== undefined;
  const years = counted ? yearsOf(curve.time.subarray(1, curve.length), calendar) : 0;
  const terms = { periodsPerYear, riskFree: riskFreePerPeriod(options.riskFree ?? 0, periodsPerYear) };
  const all = returnsOfLevels(sampled.levels);
  const returns = finiteOf(all);
  let drawdown: DrawdownSummary | undefined;
  const summary = {
    total: growthOfLevels(sampled.levels),
    // It looks at each point.
    get drawdown() {
      drawdown ??= drawdownIn(curve, options.daily);
      return drawdown;
    },
    last: curve.length === 0 ? record.initialCapital : curve.equity[curve.length - 1],
    ...(years > 0 && { years }),
  };
  return {
    material: new SessionMaterial(record, options, sampled, new ReturnStatistics(returns, summary, terms), terms),
    returnsEvery,
    returns: returns.length,
    periodsPerYear,
    counted,
    ...(years > 0 && { years }),
    dropped: all.length - returns.length,
  };
}

/** What the metrics of a session are computed from, each part when the first metric asks for it. */
class SessionMaterial implements Material {
  readonly returns: ReturnStatistics;
  readonly #record: TrackRecord;
  readonly #options: SessionMetricsOptions;
  readonly #sampled: SampledCurve;
  readonly #terms: ReturnConventions;
  #benchmark: BenchmarkStatistics | undefined;
  #trades: TradeOutcomes | undefined;
  #roundTrips: TradeOutcomes | undefined;
  #account: AccountTotals | undefined;

  constructor(
    record: TrackRecord,
    options: SessionMetricsOptions,
    sampled: SampledCurve,
    returns: ReturnStatistics,
    terms: ReturnConventions,
  ) {
    this.returns = returns;
    this.#record = record;
    this.#options = options;
    this.#sampled = sampled;
    this.#terms = terms;
  }

  get benchmark(): BenchmarkStatistics | undefined {
    const { benchmark } = this.#record;
    if (this.#benchmark !== undefined || benchmark === undefined) return this.#benchmark;
    const { pairs, spacing } = benchmarkPairs(this.#sampled, benchmark, this.#options.calendar);
    this.#benchmark = benchmarkStatistics(pairs, spaced(this.#terms, spacing));
    return this.#benchmark;
  }

  get trades(): TradeOutcomes {
    this.#trades ??= tradeOutcomesOf(this.#record.trades);
    return this.#trades;
  }

  get roundTrips(): TradeOutcomes {
    this.#roundTrips ??= tradeOutcomesOf(this.#record.roundTrips);
    return this.#roundTrips;
  }

  get account(): AccountTotals {
    if (this.#account !== undefined) return this.#account;
    const { days, commission, slippage } = this.#record;
    const perYear = daysPerYear(this.#options) * daysInCounted(this.#record, this.#options.calendar);
    this.#account = { days, daysPerYear: perYear, commission, slippage };
    return this.#account;
  }
}

// A day that does not count, such as a Sunday of currencies, has its own row in the days.
function daysInCounted({ curve, days }: TrackRecord, calendar: Calendar): number {
  if (!calendar.found || days.length === 0) return 1;
  return days.length / samplePlaces(curve.time, 1, curve.length, "day", calendar).length;
}

function drawdownIn({ equity, time, length, thinned }: EquityCurve, daily = false) {
  const drawdown = drawdownOf(equity, time, length, thinned?.drawdown, thinned?.points);
  return daily && drawdown.days !== null ? { ...drawdown, days: Math.round(drawdown.days) } : drawdown;
}

/** Returns the points of a session between which its returns are taken. */
export function sampledCurve(
  { curve }: Pick<TrackRecord, "curve">,
  every: ReturnsEvery,
  calendar: Calendar,
): SampledCurve {
  return sampledAt({ curve }, { every }, calendar);
}

// `places`: those of the ends of periods, if they are known.
function sampledAt(
  { curve }: Pick<TrackRecord, "curve">,
  { every, places: known }: { readonly every: ReturnsEvery; readonly places?: Int32Array },
  calendar: Calendar,
): SampledCurve {
  const { time, equity, length } = curve;
  if (every === "bar" || length === 0) {
    return { every, time: time.subarray(0, length), levels: equity.subarray(0, length) };
  }
  const places = known ?? samplePlaces(time, 1, length, every, calendar);
  return { every, time: withFirst(time, places), levels: withFirst(equity, places) };
}
