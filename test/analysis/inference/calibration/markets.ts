import assert from "node:assert/strict";
import { returnsComparison } from "../../../../src/analysis/inference/compare-returns";
import type { ResampledMetric } from "../../../../src/analysis/resampling/resampled-metrics";
import { gbmSource } from "../../../../src/feeds/made/gbm";
import type { SymbolTruth } from "../../../../src/feeds/source/source";
import { Rate } from "./rate";

const daysPerYear = 252;

/** Markets whose truth is known. */
export interface MarketOptions {
  readonly markets: number;
  readonly days: number;
  readonly draws: number;
  readonly alpha: number;
}

/** How often an interval missed the truth, by metric. */
export interface IntervalErrors {
  /** Of one market, by percentiles. */
  readonly own: Rate;
  /** Of the difference between two markets of other truth, by the studentised bootstrap. */
  readonly difference: Rate;
}

/** The true metrics of holding a symbol whose logarithmic returns of a day are normal. */
export function trueMetrics({ drift, volatility }: SymbolTruth): Record<ResampledMetric, number> {
  const variance = volatility ** 2 / daysPerYear;
  const growth = Math.exp(drift / daysPerYear);
  const mean = growth - 1;
  const deviation = growth * Math.sqrt(Math.expm1(variance));
  const year = Math.sqrt(daysPerYear);
  return {
    mean,
    annualVolatility: deviation * year,
    sharpe: (mean / deviation) * year,
    sortino: (mean / Math.sqrt(meanShortfall(drift / daysPerYear - variance / 2, Math.sqrt(variance)))) * year,
    cagr: Math.expm1(drift - volatility ** 2 / 2),
  };
}

/** E(min(exp(m + s Z) − 1, 0)²), by the trapezoidal rule. */
function meanShortfall(m: number, s: number): number {
  const step = 1e-3;
  let sum = 0;
  for (let z = -10; z < 10; z += step) sum += Math.min(Math.expm1(m + s * z), 0) ** 2 * Math.exp((-z * z) / 2) * step;
  return sum / Math.sqrt(2 * Math.PI);
}

/** Makes pairs of markets, and counts intervals that miss the truth. */
export function intervalErrors({ markets, days, draws, alpha }: MarketOptions): Map<ResampledMetric, IntervalErrors> {
  const [a, b] = [
    { price: 100, drift: 0.1, volatility: 0.2 },
    { price: 100, drift: 0.25, volatility: 0.35 },
  ];
  const metrics: ResampledMetric[] = ["mean", "annualVolatility", "sharpe", "sortino", "cagr"];
  const errors = new Map(metrics.map((metric) => [metric, { own: new Rate(), difference: new Rate() }]));
  const terms = { draws, alpha, periodsPerYear: daysPerYear, riskFree: 0 };
  for (let market = 0; market < markets; market++) {
    const feed = gbmSource(
      { A: a, B: b },
      { bars: days + 1, interval: "1d", correlation: 0.5, seed: `market ${market}`, extremes: false },
    );
    const series = ["A", "B"].map((name, at) => ({ name, returns: closesOf(feed.blocks(), at) }));
    assert.ok(feed.truth !== undefined);
    const [one, other] = [trueMetrics(feed.truth.symbols.A), trueMetrics(feed.truth.symbols.B)];
    const comparison = returnsComparison(series, { ...terms, seed: market });
    for (const [metric, { own, difference }] of errors) {
      const [interval] = comparison.intervals(metric);
      if (interval.kind === "interval") own.add(misses(interval, one[metric]));
      const pair = comparison.by(metric);
      if (pair.kind === "pair") difference.add(misses(pair, one[metric] - other[metric]));
    }
  }
  return errors;
}

function misses({ low, high }: { readonly low: number; readonly high: number }, truth: number): boolean {
  return truth < low || truth > high;
}

function closesOf(blocks: Iterable<{ readonly close: Float64Array; readonly length: number }>, at: number) {
  const closes: number[] = [];
  for (const { close, length } of blocks) for (let row = at; row < length; row += 2) closes.push(close[row]);
  return Float64Array.from({ length: closes.length - 1 }, (_, day) => closes[day + 1] / closes[day] - 1);
}
