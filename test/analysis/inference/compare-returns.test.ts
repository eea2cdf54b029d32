import assert from "node:assert/strict";
import fc from "fast-check";
import type { NamedReturns } from "../../../src/analysis/inference/answers";
import { compareReturns, returnsComparison } from "../../../src/analysis/inference/compare-returns";
import type { ResampledMetric } from "../../../src/analysis/resampling/resampled-metrics";
import { metricsOf } from "../../../src/api/metrics-of";
import { streamOf } from "../../../src/feeds/chance/streams";

const terms = { periodsPerYear: 252, riskFree: 0, draws: 400 };
const metrics: readonly ResampledMetric[] = ["mean", "annualVolatility", "sharpe", "sortino", "cagr"];

function noise(name: string, count = 250, mean = 0.0005): NamedReturns {
  const { normal } = streamOf("comparison", name);
  return { name, returns: Float64Array.from({ length: count }, () => mean + 0.01 * normal()) };
}

function copyOf({ returns }: NamedReturns, name: string): NamedReturns {
  return { name, returns: returns.slice() };
}

describe("a comparison of returns", () => {
  it("is the same for the same seed, and in every order of the series", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.boolean(), (seed, turned) => {
        const series = ["a", "b", "c"].map((name) => noise(name, 80));
        const options = { ...terms, seed, draws: 100 };
        const first = compareReturns(series, "sharpe", options);
        const again = compareReturns(turned ? [...series].reverse() : series, "sharpe", options);
        assert.ok(first.kind === "set" && again.kind === "set");
        const sorted = (answer: typeof first) => [...answer.pValues].sort((a, b) => (a.name < b.name ? -1 : 1));
        assert.deepEqual(sorted(again), sorted(first));
        assert.equal(again.best, first.best);
      }),
      { numRuns: 20 },
    );
  });

  it("has the values of the metrics themselves", () => {
    const series = [noise("a"), noise("b")];
    const comparison = returnsComparison(series, { ...terms, riskFree: 0.0001 });
    for (const [at, { returns }] of series.entries()) {
      const own = metricsOf({ returns: [...returns], periodsPerYear: 252, riskFreePerPeriod: 0.0001 });
      for (const key of ["annualVolatility", "sharpe", "sortino", "cagr"] as const) {
        const interval = comparison.intervals(key)[at];
        assert.ok(interval.kind === "interval");
        assert.ok(Math.abs(interval.value - (own[key] as number)) < 1e-10, key);
        assert.ok(interval.low < interval.value && interval.value < interval.high, key);
      }
    }
  });

  it("tells two apart where one is far better, and not where they are alike", () => {
    for (const metric of ["mean", "sharpe", "sortino", "cagr"] as const) {
      const far = compareReturns([noise("a"), noise("b", 250, 0.01)], metric, terms);
      assert.ok(far.kind === "pair");
      assert.deepEqual([far.best, far.notDistinguishable], ["b", []]);
      assert.ok(far.high < 0 && far.pValue < 0.01 && far.shareAhead === 0);
      const alike = compareReturns([noise("a"), noise("c")], metric, terms);
      assert.ok(alike.kind === "pair" && alike.low < 0 && alike.high > 0);
      assert.equal(alike.notDistinguishable.length, 1);
    }
  });

  it("leaves out 0 from the interval of a pair exactly where p is below alpha or at it", () => {
    for (let k = 0; k < 20; k++) {
      const answer = compareReturns([noise(`a${k}`, 100), noise(`b${k}`, 100, 0.003)], "sharpe", terms);
      assert.ok(answer.kind === "pair");
      assert.equal(answer.low > 0 || answer.high < 0, answer.pValue <= 0.05 && answer.pValue > 0);
    }
  });

  it("has the lowest volatility as the best", () => {
    const calm = { name: "calm", returns: noise("a").returns.map((r) => r / 3) };
    const answer = compareReturns([noise("b"), calm, noise("c")], "annualVolatility", terms);
    assert.ok(answer.kind === "set");
    assert.deepEqual([answer.best, answer.notDistinguishable], ["calm", []]);
  });

  it("keeps copies together, whatever the metric", () => {
    const best = noise("a", 250, 0.01);
    const series = [noise("b"), best, copyOf(best, "copy"), noise("c")];
    for (const metric of metrics.filter((one) => one !== "annualVolatility")) {
      const answer = compareReturns(series, metric, terms);
      assert.ok(answer.kind === "set");
      assert.deepEqual([answer.best, answer.notDistinguishable], ["a", ["copy"]]);
      const two = compareReturns([best, copyOf(best, "copy")], metric, terms);
      assert.ok(two.kind === "pair" && two.best === null && two.pValue === 1);
      assert.deepEqual(two.notDistinguishable, ["a", "copy"]);
    }
  });

  it("finds better than the baseline what is, and never the baseline's copy", () => {
    const base = noise("base");
    const series = [base, copyOf(base, "copy"), noise("far", 250, 0.01), noise("like")];
    for (const metric of ["mean", "sharpe", "sortino", "cagr"] as const) {
      const answer = returnsComparison(series, terms).against("base", metric);
      assert.ok(answer.kind === "baseline");
      assert.deepEqual(answer.better, ["far"]);
      assert.deepEqual(answer.differences[0], { name: "copy", difference: 0, low: 0, high: 0 });
    }
  });

  it("answers nothing below 60 returns, and says why", () => {
    const series = [noise("a", 59), noise("b", 59)];
    const comparison = returnsComparison(series, terms);
    const reason = "59 returns in common are too few, it takes 60";
    assert.deepEqual(comparison.by("sharpe"), { kind: "none", reason });
    assert.deepEqual(comparison.against("a", "sharpe"), { kind: "none", reason });
    assert.deepEqual(comparison.intervals("sharpe")[1], { kind: "none", reason, name: "b" });
    const [one] = returnsComparison([noise("a", 1), noise("b", 1)], terms).intervals("sharpe");
    assert.equal((one as { reason?: string }).reason, "1 return in common is too few, it takes 60");
    assert.equal(compareReturns([noise("a", 60), noise("b", 60)], "sharpe", terms).kind, "pair");
  });

  it("leaves out a series that does not have the metric in every resample", () => {
    const idle = { name: "idle", returns: new Float64Array(250) };
    const once = { name: "once", returns: new Float64Array(250) };
    once.returns[100] = 0.1;
    const ruined = { name: "ruined", returns: noise("r").returns.map((r, at) => (at === 3 ? -1.5 : r)) };
    const answer = compareReturns([noise("a"), idle, noise("b"), once], "sharpe", terms);
    assert.ok(answer.kind === "set");
    assert.deepEqual(
      answer.leftOut.map(({ name }) => name),
      ["idle", "once"],
    );
    assert.match(answer.leftOut[1].reason, /undefined in \d+ of 400 resamples/);
    const more = compareReturns([noise("a"), noise("b"), once], "sharpe", { ...terms, draws: 1200 });
    assert.match((more.kind === "set" && more.leftOut[0].reason) || "", /undefined in \d+ of 1,200 resamples/);
    const pair = compareReturns([noise("a"), idle], "sharpe", terms);
    assert.deepEqual(pair, { kind: "none", reason: "of idle, its returns do not vary" });
    const still = compareReturns([noise("a"), idle], "annualVolatility", terms);
    assert.deepEqual(still, { kind: "none", reason: "of idle, its returns do not vary" });
    const lost = compareReturns([noise("a"), ruined], "cagr", terms);
    assert.deepEqual(lost, { kind: "none", reason: "of ruined, its metric is undefined" });
  });
});
