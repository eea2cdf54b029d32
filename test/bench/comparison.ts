// Prints, as JSON, the milliseconds for all answers about 10 series of 5,000 returns, with 2,000 resamples: the median of three.
import { returnsComparison } from "../../dist/analysis/inference/compare-returns";
import type { ResampledMetric } from "../../dist/analysis/resampling/resampled-metrics";
import { streamOf } from "../../dist/feeds/chance/streams";

const metrics: readonly ResampledMetric[] = ["mean", "annualVolatility", "sharpe", "sortino", "cagr"];
const { normal } = streamOf("bench", "comparison");
const series = Array.from({ length: 10 }, (_, k) => ({
  name: `session ${k}`,
  returns: Float64Array.from({ length: 5000 }, () => 0.0004 + 0.01 * normal()),
}));

function timeOf(count: number): number {
  const times = [1, 2, 3].map((seed) => {
    const started = performance.now();
    const comparison = returnsComparison(series.slice(0, count), {
      periodsPerYear: 252,
      riskFree: 0,
      draws: 2000,
      seed,
    });
    for (const metric of metrics) [comparison.by(metric), comparison.intervals(metric)];
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[1];
}

console.log(JSON.stringify({ ten: timeOf(10), pair: timeOf(2) }));
