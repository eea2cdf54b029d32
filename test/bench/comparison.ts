// Prints, as JSON, the milliseconds for all answers about 10 series of 5,000 returns, with 2,000 resamples, and for all
// tables, the card and a figure of 500 sessions of 1,260 days without resamples: the medians of three.
import { inspect } from "node:util";
import { defineStrategy, gbm, openLab } from "../../dist";
import { returnsComparison } from "../../dist/analysis/inference/compare-returns";
import { streamOf } from "../../dist/feeds/chance/streams";
import type { ResampledMetric } from "../../src/analysis/resampling/resampled-metrics";

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

const drawing = defineStrategy({
  name: "drawing",
  onBar({ random, bar, orderTargetWeight }) {
    if (random() < 0.05) orderTargetWeight(bar.symbol, random());
  },
});

async function timeOfMany(count: number): Promise<number> {
  const lab = await openLab(":memory:");
  const feed = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 1260, interval: "1d", seed: 1 });
  const sessions = [];
  for (let seed = 0; seed < count; seed++) sessions.push(await lab.run(feed, drawing, { seed }));
  const times = [];
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    const comparison = await lab.compare(sessions, { draws: 0, rank: "sharpe - abs(maxDrawdown)" });
    comparison.metrics();
    comparison.sessions();
    comparison.winners();
    comparison.settings();
    comparison.correlation();
    inspect(comparison);
    times.push(performance.now() - started);
  }
  await lab.close();
  return times.sort((a, b) => a - b)[1];
}

async function main(): Promise<void> {
  console.log(JSON.stringify({ ten: timeOf(10), pair: timeOf(2), many: await timeOfMany(500) }));
}

void main();
