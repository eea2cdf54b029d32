import type { Calendar } from "../../core/market/calendar";
import { type MetricKey, metricCatalog } from "../metrics/catalog";
import type { LevelSeries } from "../record/track-record";
import { finiteOf, returnsOfLevels } from "../returns/series";
import { spaced } from "../returns/spacing";
import { type BenchmarkWindows, benchmarkWindows, type SampledCurve } from "../session-benchmark";
import type { ReturnConventions } from "../statistics/conventions";
import { drawdownOf } from "../statistics/drawdown";
import { growthBetween } from "../statistics/growth";
import { benchmarkStatistics, type Material, ReturnStatistics } from "../statistics/material";

/** The metrics that a window of returns has. */
export const rollingKeys = [
  "totalReturn",
  "cagr",
  "annualVolatility",
  "sharpe",
  "downsideDeviation",
  "sortino",
  "maxDrawdown",
  "maxDrawdownDays",
  "calmar",
  "omega",
  "valueAtRisk95",
  "cvar95",
  "valueAtRisk99",
  "cvar99",
  "skewness",
  "excessKurtosis",
  "bestPeriod",
  "worstPeriod",
  "winRatePeriods",
  "profitFactorPeriods",
  "alpha",
  "beta",
  "correlation",
  "trackingError",
  "informationRatio",
  "upCapture",
  "downCapture",
  "benchmarkReturn",
] as const satisfies readonly MetricKey[];

/** A metric that a window of returns has. */
export type RollingKey = (typeof rollingKeys)[number];

/** How long a window is: in returns, or in milliseconds. */
export type RollingWindow = { readonly returns: number } | { readonly milliseconds: number };

/** What rolling metrics are computed from. */
export interface RollingMaterial {
  readonly sampled: SampledCurve;
  readonly benchmark?: LevelSeries;
  readonly calendar: Calendar;
  readonly terms: ReturnConventions;
}

/** The metrics of each window, as columns. */
export interface RollingColumns {
  /** The last time of each window, epoch milliseconds UTC. */
  readonly time: readonly number[];
  readonly values: Readonly<Partial<Record<RollingKey, readonly (number | null)[]>>>;
  /** How many windows have no metric against the benchmark, because it has only a part of them. */
  readonly uncovered: number;
}

/**
 * Returns the metrics of each window of returns, from the first whole one on. A window of time holds the returns that begin in
 * it: its first level is the first that is not older than the window is long. The drawdown is that of the levels between which
 * returns are taken. What is measured against a benchmark is `null` where that has only a part of the window. `at`: ascending times; then only the newest window at each of them is measured, and the last one.
 */
export function rollingMetrics(
  material: RollingMaterial,
  window: RollingWindow,
  keys: readonly RollingKey[],
  at?: Float64Array,
): RollingColumns {
  const { time } = material.sampled;
  const metrics = keys.map((key) => ({ key, values: [] as (number | null)[], metric: metricOfKey(key) }));
  const needsDrawdown = keys.some((key) => drawdownKeys.includes(key));
  const returns = returnsOfLevels(material.sampled.levels);
  const { sampled, benchmark, calendar } = material;
  const isAgainst = benchmark !== undefined && keys.some((key) => benchmarkKeys.includes(key));
  const against = isAgainst ? benchmarkWindows(sampled, benchmark, calendar) : undefined;
  const times: number[] = [];
  let [from, asked, uncovered] = [0, 0, 0];
  for (let to = 1; to < time.length; to++) {
    if ("returns" in window) from = to - window.returns;
    else {
      if (time[to] - window.milliseconds < time[0]) continue;
      while (time[from] < time[to] - window.milliseconds) from++;
    }
    if (from < 0) continue;
    if (at !== undefined && to < time.length - 1) {
      while (asked < at.length && at[asked] < time[to]) asked++;
      if (!(at[asked] < time[to + 1])) continue;
    }
    const part = materialOf(material, returns, { from, to }, needsDrawdown, against);
    if (against?.isCovered(from, to) === false) uncovered++;
    times.push(time[to]);
    for (const { values, metric } of metrics) values.push(metric.measure(part));
  }
  return { time: times, values: Object.fromEntries(metrics.map(({ key, values }) => [key, values])), uncovered };
}

// Most of the time of a window would go into its drawdown, which few metrics need.
const drawdownKeys: readonly RollingKey[] = ["maxDrawdown", "maxDrawdownDays", "calmar"];
const noDrawdown = drawdownOf(new Float64Array(0));

/** The metrics that are measured against a benchmark. */
export const benchmarkKeys: readonly RollingKey[] = [
  ...(["alpha", "beta", "correlation", "trackingError", "informationRatio"] as const),
  ...(["upCapture", "downCapture", "benchmarkReturn"] as const),
];

function metricOfKey(key: RollingKey) {
  return metricCatalog.find((metric) => metric.key === key) as (typeof metricCatalog)[number];
}

function materialOf(
  material: RollingMaterial,
  all: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
  needsDrawdown: boolean,
  against: BenchmarkWindows | undefined,
): Material {
  const { sampled, terms } = material;
  const { time, levels } = sampled;
  // Views of arrays are made only where they are needed: there are hundreds of thousands of windows.
  const drawdown = needsDrawdown ? drawdownOf(levels.subarray(from, to + 1), time.subarray(from, to + 1)) : noDrawdown;
  const summary = { total: from < to ? growthBetween(levels[from], levels[to]) : null, drawdown, last: levels[to] };
  const returns = new ReturnStatistics(finiteOf(all.subarray(from, to)), summary, terms);
  if (!against?.isCovered(from, to)) return { returns };
  return { returns, benchmark: benchmarkStatistics(against.pairs(from, to), spaced(terms, against.spacing)) };
}
