import assert from "node:assert/strict";
import { overfittingOf } from "../../../src/analysis/inference/overfitting";
import { deflatedSharpe, expectedMaximumSharpe } from "../../../src/analysis/inference/sharpe-ratio";
import { gbm, range } from "../../../src/index";
import { sweepCard } from "../../../src/views/sweep/card";
import { chanceOf } from "../../../src/views/sweep/chance";
import { lab, leaveNothing } from "../../api/labs";
import { crossover } from "../../api/strategies";

const market = gbm(
  { AAA: { price: 100, drift: 0.05, volatility: 0.2 } },
  { start: "2020-01-01", bars: 300, seed: "several" },
);

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

async function swept(name: string, seeds = 6) {
  const grid = { fast: range(3, 9, 3), slow: [15, 25] };
  return (await lab()).sweep(market, crossover, { name, grid, seeds, metrics: ["sharpe", "trades"], keep: "returns" });
}

describe("params over several seeds", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("have as their best the combination with the best mean, and not the luckiest history", async () => {
    const sweep = await swept("means");
    const sharpe = sweep.metric("sharpe");
    const means = Array.from({ length: 6 }, (_, at) => mean([...sharpe.subarray(at * 6, at * 6 + 6)]));
    const first = means.indexOf(Math.max(...means));
    const best = sweep.best();
    assert.equal(best.run, first * 6);
    assert.deepEqual(best.params, { ...sweep.results.points[first * 6].params });
    assert.ok(Math.abs((best.metrics.sharpe ?? 0) - means[first]) < 1e-12);
    assert.equal(best.metrics.trades, mean([...sweep.metric("trades").subarray(first * 6, first * 6 + 6)]));
    assert.equal(best.seeds, 6);
    assert.ok(Math.max(...sharpe) > means[first] + 0.3, "some history was lucky");
    const text = sweepCard(sweep.record).text();
    const { fast, slow } = best.params as { fast: number; slow: number };
    const said = `Sharpe ratio ${means[first].toFixed(2)} at fast ${fast}, slow ${slow}, the mean over 6 seeds`;
    assert.ok(text.includes(said), text);
    assert.match(text, /Over its seeds +middle 90 % from -?\d\.\d\d to -?\d\.\d\d\n/);
    assert.doesNotMatch(text, /by rank/);
    assert.match(text, /Near the best +-?[\d.]+ on average of \d neighbors, each the mean over its seeds\n/);
  });

  it("are one trial each, with the means over their seeds", async () => {
    const { record, results } = await swept("trials");
    const means = Array.from({ length: 6 }, (_, at) => {
      const own = Array.from({ length: 6 }, (_, seed) => results.trial(at * 6 + seed));
      const of = (key: "sharpe" | "skewness" | "kurtosis") => mean(own.map((one) => one?.[key] ?? Number.NaN));
      return { count: own[0]?.n ?? 0, sharpe: of("sharpe"), skewness: of("skewness"), kurtosis: of("kurtosis") };
    });
    const middle = mean(means.map(({ sharpe }) => sharpe));
    const variance = means.reduce((sum, { sharpe }) => sum + (sharpe - middle) ** 2, 0) / 5;
    const best = means.reduce((one, other) => (other.sharpe > one.sharpe ? other : one));
    const chance = chanceOf(record);
    assert.equal(chance?.trials, 6);
    const year = (chance?.expected ?? 0) / expectedMaximumSharpe({ count: 6, variance });
    assert.ok(Math.abs(year - Math.sqrt(261)) < 1e-9 || Math.abs(year - Math.sqrt(252)) < 1e-9, String(year ** 2));
    assert.ok(Math.abs((chance?.deflated ?? 0) - (deflatedSharpe(best, { count: 6, variance }) ?? 0)) < 1e-9);
  });

  it("are compared over all of their histories for overfitting", async () => {
    const { record, results } = await swept("overfit", 2);
    const series = Array.from({ length: 6 }, (_, at) => {
      const [one, other] = [results.returns(at * 2), results.returns(at * 2 + 1)].map((kept) => kept?.returns ?? []);
      return Float64Array.from([...one, ...other]);
    });
    assert.equal(chanceOf(record)?.overfitting?.probability, overfittingOf(series)?.probability);
  });
});
