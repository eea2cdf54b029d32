import assert from "node:assert/strict";
import { seriesOf } from "../../../src/feeds/source/series";
import { withEnd } from "../../../src/feeds/source/source";
import { cointegrated, type Feed, randomWalk } from "../../../src/index";
import { bitsOf, meanOf } from "../numbers";

const closes = (feed: Feed, symbol: string) => seriesOf(withEnd(feed.source, "it"), symbol).close;

describe("randomWalk", () => {
  it("moves by one step with every bar, up as often as down", () => {
    const close = closes(randomWalk({ A: { price: 100, step: 0.01 } }, { bars: 10_000, seed: 4 }), "A");
    const steps = close.map((price, at) => Math.round((price - (at === 0 ? 100 : close[at - 1])) * 100));
    assert.deepEqual([...new Set(steps)].sort(), [-1, 1]);
    assert(Math.abs(meanOf(Float64Array.from(steps)).mean) < 3 / Math.sqrt(steps.length));
    // As far from its decimals as a number that is read from a file.
    for (const price of close) assert.equal(price, Number(price.toFixed(2)));
  });

  it("makes the same bars from the same seed, to the last bit", () => {
    const close = closes(randomWalk({ A: { price: 30, step: 0.3 } }, { bars: 50, seed: "x" }), "A");
    assert.equal(bitsOf(close[49]), "403e999999999999");
  });

  it("is turned back at its lowest price, and has bars of that step alone", () => {
    const feed = randomWalk({ A: { price: 2, step: 1 } }, { bars: 5000, seed: "low" });
    const { open, high, low, close } = seriesOf(withEnd(feed.source, "it"), "A");
    assert.equal(Math.min(...low), 1);
    for (let at = 0; at < close.length; at++) {
      assert.deepEqual([high[at] - low[at], open[at]], [1, at === 0 ? 2 : close[at - 1]]);
      if (open[at] === 1) assert.equal(close[at], 2);
    }
  });

  it("walks with each symbol on its own", () => {
    const [one, both] = [randomWalk({ A: {} }), randomWalk({ B: {}, A: {} })];
    assert.deepEqual(closes(one, "A"), closes(both, "A"));
    assert.notDeepEqual(closes(both, "B"), closes(both, "A"));
  });

  it("tells its truth at the price it begins with", () => {
    const { truth } = randomWalk({ A: { price: 50, step: 0.5 } }, { interval: "1h", calendar: "XNYS" });
    // A session of six and a half hours has seven bars.
    assert.deepEqual(truth?.symbols.A, { drift: 0, volatility: 0.01 * Math.sqrt(252 * 7), sharpe: 0 });
  });

  it("refuses steps that are none", () => {
    const refuse = (terms: object, message: RegExp) =>
      assert.throws(() => randomWalk({ A: terms }), { code: "INVALID_OPTION", message });
    refuse({ step: 0 }, /^Expected A\.step to be a number above 0 and at most its price, 100, was 0$/);
    refuse({ step: -1 }, /A\.step/);
    refuse({ step: 200 }, /A\.step/);
    refuse({ step: Number.NaN }, /A\.step/);
    refuse({ price: 1, step: 0.3 }, /^Expected A\.price to be a multiple of its step, 0\.3, was 1$/);
  });
});

describe("cointegrated", () => {
  const options = { halfLife: 5, spreadVolatility: 0.15, volatility: 0.2, seed: "pair", bars: 20_000 };
  const feed = cointegrated({ A: { price: 50 }, B: { price: 20 } }, { ...options, beta: 1.5, drift: 0.04 });
  const [a, b] = ["A", "B"].map((symbol) => closes(feed, symbol));
  const spread = a.map((price, at) => Math.log(price / 50) - 1.5 * Math.log(b[at] / 20));

  it("makes the same bars from the same seed, to the last bit", () => {
    assert.deepEqual([a[99], b[99]].map(bitsOf), ["4047c2f1b261f73e", "403317d30263cf40"]);
  });

  it("has a spread that loses half of its distance within the half-life, and the deviation that follows", () => {
    const rate = Math.LN2 / 5;
    const kept = Math.exp(-rate);
    const variance = 0.15 ** 2 / 261 / (2 * rate);
    const [before, after] = [spread.subarray(0, -1), spread.subarray(1)];
    const shocks = after.map((value, at) => value - kept * before[at]);
    const { mean, error } = meanOf(shocks.map((value, at) => value * before[at]));
    assert(Math.abs(mean) < 3 * error, "what is left is no part of what was");
    const squares = meanOf(shocks.map((value) => value ** 2));
    assert(Math.abs(squares.mean - variance * (1 - kept ** 2)) < 3 * squares.error);
    assert(Math.max(...spread.map(Math.abs)) < 6 * Math.sqrt(variance));
  });

  it("tells the truth of both, and of their correlation", () => {
    const returns = [a, b].map((close) => close.subarray(1).map((price, at) => Math.log(price / close[at])));
    const { symbols, correlation, halfLife } = feed.truth ?? assert.fail();
    assert.equal(halfLife, 5);
    const found = returns.map(meanOf);
    for (const [at, symbol] of ["A", "B"].entries()) {
      const deviation = found[at].deviation * Math.sqrt(261);
      assert(Math.abs(deviation / symbols[symbol].volatility - 1) < 3 / Math.sqrt(2 * a.length), symbol);
      const simple = meanOf(returns[at].map((value) => Math.exp(value) - 1));
      const sharpe = (simple.mean / simple.deviation) * Math.sqrt(261);
      assert(Math.abs(sharpe - symbols[symbol].sharpe) < 3 * Math.sqrt(261 / a.length), symbol);
      assert(Math.abs(simple.mean * 261 - symbols[symbol].drift) < 3 * simple.error * 261, symbol);
    }
    const products = returns[0].map(
      (value, at) =>
        ((value - found[0].mean) * (returns[1][at] - found[1].mean)) / found[0].deviation / found[1].deviation,
    );
    const between = meanOf(products);
    assert(Math.abs(between.mean - correlation[0][1]) < 3 * between.error);
  });

  it("refuses what is no pair", () => {
    const message = /^Expected symbols to be two, a pair/;
    for (const symbols of [{ A: {} }, { A: {}, B: {}, C: {} }] as Record<string, object>[])
      assert.throws(() => cointegrated(symbols), { code: "INVALID_OPTION", message });
    const refuse = (more: object, name: RegExp, code = "INVALID_OPTION") =>
      assert.throws(() => cointegrated({ A: {}, B: {} }, more), { code, message: name });
    refuse({ halfLife: 0 }, /^Expected halfLife to be a number above 0/);
    refuse({ spreadVolatility: -1 }, /^Expected spreadVolatility/);
    refuse({ beta: Number.NaN }, /^Expected beta/);
    refuse({ volatility: Infinity }, /^Expected volatility/);
    refuse({ drift: "1" }, /^Expected drift/);
    refuse({ correlation: 0.5 }, /^Unknown option "correlation" of cointegrated/, "UNKNOWN_OPTION");
  });
});
