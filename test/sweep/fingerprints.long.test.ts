import assert from "node:assert/strict";
import {
  bootstrap,
  commissionBps,
  defineSignals,
  defineStrategy,
  gbm,
  latencyBars,
  openLab,
  range,
  replay,
  slippageBps,
  threads,
} from "../../src/index";
import { lab, leaveNothing, year } from "../api/labs";
import { crossover } from "../api/strategies";
import { pairFile } from "../bench/pairs";
import { expectedOfPairs, pairParts, pairSignalParts } from "../support/pairs";

describe("the runs of a sweep are those of lab.run", function () {
  this.timeout(300_000);
  afterEach(leaveNothing);

  const pairs = { fast: range(5, 14), slow: range(20, 65, 5) };
  const options = { initialCapital: 1_000_000, commission: commissionBps(1) };

  it("for 100 pairs over 100,000 bars, in two threads, also as signals", async () => {
    const feed = replay(pairFile(), { symbol: "A", calendar: "always", interval: "1m" });
    const opened = await lab();
    const strategy = defineStrategy(pairParts);
    const metrics = ["finalEquity", "sharpe", "trades"] as const;
    const sweep = await opened.sweep(feed, strategy, { ...options, grid: pairs, metrics, on: threads({ count: 2 }) });
    const signals = await opened.sweep(feed, defineSignals(pairSignalParts), { ...options, grid: pairs, metrics });
    let [sum, fills] = [0, 0];
    for (const [run, { params }] of sweep.results.points.entries()) {
      const alone = await openLab(":memory:");
      const session = await alone.run(feed, strategy, { ...options, params });
      assert.equal(sweep.fingerprint(run), session.fingerprint, JSON.stringify(params));
      const own = session.metrics();
      for (const key of metrics) assert.equal(sweep.metric(key)[run], own[key] ?? Number.NaN, key);
      sum += sweep.metric("finalEquity")[run];
      fills += session.fillRows().length;
      await alone.close();
    }
    assert.deepEqual([sum.toFixed(4), fills], [expectedOfPairs.sum.toFixed(4), expectedOfPairs.fills]);
    assert.equal([...signals.metric("finalEquity")].reduce((all, one) => all + one, 0).toFixed(4), sum.toFixed(4));
  });

  it("with other options, over seeds of made and drawn feeds, with all metrics and the returns", async () => {
    const opened = await lab();
    const shared = { symbols: ["AAPL"], benchmark: "SPX", keep: "returns" as const, riskFree: 0.01 };
    const list = [
      { fast: 5 },
      { params: { fast: 8 }, commission: commissionBps(3), latency: latencyBars(1), initialCapital: 5000 },
      { slippage: slippageBps(2), seed: "other" },
    ];
    const walk = gbm({ A: { drift: 0.1 }, B: {} }, { seed: 3, bars: 400, correlation: 0.4 });
    for (const sweep of [
      await opened.sweep(year, crossover, { ...shared, list }),
      await opened.sweep(bootstrap(year, { seed: 5, block: 10 }), crossover, { ...shared, seeds: 4 }),
      await opened.sweep(walk, crossover, { benchmark: { A: 0.5, B: 0.5 }, seeds: 3, keep: "returns" }),
      await opened.sweep(walk, crossover, { grid: { fast: [4, 9] }, keep: "returns" }),
    ]) {
      assert.deepEqual(sweep.errorRows(), []);
      for (const run of sweep.results.points.keys()) {
        const session = await sweep.session(run);
        assert.equal(session.fingerprint, sweep.fingerprint(run));
        const own = session.metrics();
        const of = Object.fromEntries(sweep.results.metricKeys.map((key) => [key, nullIfNaN(sweep.metric(key)[run])]));
        assert.deepEqual(of, { ...own });
        const returns = session.returnRows("day").map((row) => row.return);
        assert.deepEqual([...(sweep.results.returns(run)?.returns ?? [])], returns);
      }
    }
  });

  it("though runs change what the strategy reaches", async () => {
    const shared = { count: 0 };
    const counting = defineStrategy({
      name: "counting",
      params: { step: 1 },
      onBars({ params, buy }) {
        shared.count += params.step;
        if (shared.count % 7 === 0) buy("AAPL", 1);
      },
    });
    const opened = await lab();
    const sweep = await opened.sweep(year, counting, {
      symbols: ["AAPL"],
      grid: { step: range(1, 20) },
      on: threads({ count: 2 }),
    });
    const fresh = sweep.results.points.map((_, run) => sweep.fingerprint(run));
    const alone = await opened.sweep(year, counting, {
      symbols: ["AAPL"],
      list: [{ step: 20 }, { step: 3 }],
      on: threads({ count: 1 }),
    });
    assert.deepEqual([alone.fingerprint(0), alone.fingerprint(1)], [fresh[19], fresh[2]]);
  });
});

function nullIfNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
