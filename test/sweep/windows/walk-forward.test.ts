import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  commissionBps,
  defineSignals,
  defineStrategy,
  openLab,
  param,
  range,
  type Sweep,
  sample,
  sma,
  threads,
} from "../../../src/index";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { interruptedAfter } from "../../support/interrupted";

const feed = sample("us-daily");
const cross = defineStrategy({
  name: "cross",
  params: { fast: param.int(10, { min: 2, max: 60, below: "slow" }), slow: param.int(30, { min: 5, max: 200 }) },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast === undefined || slow === undefined) return;
    orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});
const crossSignals = defineSignals({
  name: "cross",
  params: { fast: 10, slow: 30 },
  signals: ({ close, params, sma: mean }) => {
    const [fast, slow] = [mean(close, params.fast), mean(close, params.slow)];
    return { weight: Array.from(fast, (value, at) => (value > slow[at] ? 1 : 0)) };
  },
});
const grid = { fast: range(4, 40, 12), slow: range(20, 120, 50) };
const shared = { symbols: ["AAPL"], commission: commissionBps(5), lotSize: 1e-9, grid };
const windows = { train: "2y", test: "6m" } as const;
const metrics = ["totalReturn", "sharpe", "trades", "commission", "finalEquity"] as const;

const prints = (sweep: Sweep) => Array.from({ length: sweep.length }, (_, run) => sweep.fingerprint(run));

describe("a walk-forward", function () {
  this.timeout(120_000);
  afterEach(leaveNothing);

  it("chooses the best of each training window, whose runs are those of lab.run on these days", async () => {
    const opened = await lab();
    const sweep = await opened.sweep(feed, cross, {
      ...shared,
      metrics,
      name: "walk",
      windows,
      on: threads({ count: 2 }),
    });
    const out = sweep.outOfSample();
    const rows = out.windowRows();
    const count = sweep.length - rows.length - 1;
    assert.equal(count % rows.length, 0);
    assert.ok(rows.length >= 6 && sweep.errorRows().length === 0);
    const sharpe = sweep.metric("sharpe");
    for (const [at, row] of rows.entries()) {
      const of = Array.from(sharpe.slice((at * count) / rows.length, ((at + 1) * count) / rows.length));
      assert.equal(row.inSample, Math.max(...of));
      assert.equal(row.trainRun, (at * count) / rows.length + of.indexOf(Math.max(...of)));
      assert.equal(row.outOfSample, sharpe[row.testRun as number]);
      assert.deepEqual(sweep.results.points[row.testRun as number].params, { fast: row.fast, slow: row.slow });
    }
    for (const run of [rows[0].trainRun as number, count - 1]) {
      const session = await sweep.session(run);
      assert.equal(session.fingerprint, sweep.fingerprint(run));
      assert.equal(session.metrics().sharpe, sharpe[run]);
    }
    await assert.rejects(sweep.session(sweep.length - 1), { code: "INVALID_OPTION", message: /test window/ });
    assert.ok((sweep.best().run as number) < count);
    assert.equal(sweep.tableRows().length, sweep.length);
    assert.equal(sweep.tableRows().filter(({ rank }) => rank !== null).length <= count, true);
  });

  it("has one account: with positions closed at the seams, the tests one after the other are the whole", async () => {
    const opened = await lab();
    for (const strategy of [cross, crossSignals]) {
      const sweep = await opened.sweep(feed, strategy, {
        ...shared,
        metrics,
        windows: { ...windows, positions: "flat" },
      });
      const out = sweep.outOfSample();
      const tests = out.windowRows().map(({ testRun }) => testRun as number);
      const growth = tests.reduce((all, run) => all * (1 + sweep.metric("totalReturn")[run]), 1);
      const { totalReturn, finalEquity, trades } = out.metrics();
      assert.ok(Math.abs(growth - 1 - (totalReturn as number)) < 1e-8, `${growth - 1} ${totalReturn}`);
      assert.equal(
        trades,
        tests.reduce((all, run) => all + sweep.metric("trades")[run], 0),
      );
      assert.ok(Math.abs((out.equityRows().at(-1)?.equity as number) / (finalEquity as number) - 1) < 1e-9);
      assert.equal(out.equityRows()[0].equity, 100_000);
      assert.ok((trades as number) >= tests.length);
    }
  });

  it("carries positions: only what differs is traded at the seams, so it costs less", async () => {
    const opened = await lab();
    // Every combination holds all the time.
    const holding = defineStrategy({
      name: "holding",
      params: { ignored: 1 },
      onBar: ({ bar, position, orderTargetWeight }) => {
        if (position(bar.symbol).quantity === 0) orderTargetWeight(bar.symbol, 1);
      },
    });
    const options = { symbols: ["AAPL"], commission: commissionBps(5), grid: { ignored: [1, 2] }, metrics };
    const carried = (await opened.sweep(feed, holding, { ...options, windows })).outOfSample();
    const flat = (
      await opened.sweep(feed, holding, { ...options, windows: { ...windows, positions: "flat" } })
    ).outOfSample();
    assert.equal(carried.metrics().trades, 0);
    assert.equal(flat.metrics().trades, flat.windowRows().length);
    assert.ok((carried.metrics().commission as number) * 6 < (flat.metrics().commission as number));
    // Ties go to the earlier combination.
    assert.ok(carried.windowRows().every(({ ignored }) => ignored === 1));
  });

  it("warms indicators with the history before, and calls no hook and orders nothing there", async () => {
    const opened = await lab();
    const eager = defineStrategy({
      name: "eager",
      params: { size: 1 },
      warmUp: 200,
      state: () => ({ calls: 0 }),
      onBar({ bar, history, params, buy, state, log }) {
        // In the training window it waits for 200 bars; in the test it has them.
        if (state.calls++ === 0) log(`${history(bar.symbol).length}`);
        buy(bar.symbol, params.size);
      },
    });
    const sweep = await opened.sweep(feed, eager, {
      symbols: ["AAPL"],
      initialCapital: 1e6,
      grid: { size: [1, 2] },
      metrics: ["commission", "totalReturn"],
      commission: commissionBps(1),
      rank: "totalReturn",
      windows: { train: "1y", test: "20d" },
    });
    assert.deepEqual(sweep.errorRows(), []);
    const { trainRun, testRun } = sweep.outOfSample().windowRows()[0];
    // 252 bars and 200 of warm-up; then 20 bars, each with an order that fills at the next.
    const bought = (run: number) => sweep.metric("commission")[run];
    assert.ok(bought(testRun as number) > 0 && bought(testRun as number) < bought(trainRun as number));
    assert.equal(sweep.results.trial(testRun as number)?.n, 20);
  });

  it("holds nothing where nothing could be chosen, and between tests that do not meet", async () => {
    const opened = await lab();
    const late = defineStrategy({
      name: "late",
      params: { since: 2015 },
      onBar({ bar, params, orderTargetWeight, now }) {
        if (new Date(now).getUTCFullYear() >= params.since) orderTargetWeight(bar.symbol, 1);
      },
    });
    const sweep = await opened.sweep(feed, late, {
      symbols: ["AAPL"],
      grid: { since: [2015] },
      windows: { train: "6m", test: "2m", step: "6m" },
    });
    const out = sweep.outOfSample();
    const rows = out.windowRows();
    assert.deepEqual([rows[0].inSample, rows[0].testRun, rows[0].since], [null, null, null]);
    assert.ok(rows.some(({ inSample }) => inSample !== null));
    const days = out.equityRows();
    const between = days
      .filter(({ date }) => date > rows[4].testTo && date < rows[5].testFrom)
      .map(({ equity }) => equity);
    assert.ok(between.length > 60);
    assert.ok(between.slice(1).every((equity) => equity === between[1]));
    assert.match(
      String((sweep as unknown as { [key: symbol]: () => unknown })[Symbol.for("nodejs.util.inspect.custom")]?.()),
      /Nothing chosen/,
    );
  });

  it("leaves a last window that is partial out of the mean over windows, and says so", async () => {
    const opened = await lab();
    const options = { ...shared, metrics, windows: { train: "250d", test: "63d" } };
    const sweep = await opened.sweep(feed, cross, options);
    const rows = sweep.outOfSample().windowRows();
    const values = rows.slice(0, -1).flatMap(({ outOfSample }) => outOfSample ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const text = `${mean.toFixed(2)} out of sample, over ${rows.length - 1} whole windows; the last is partial`;
    const printed = (of: object) => inspect(of).replace(/\s+/g, " ");
    assert.ok(printed(sweep.outOfSample()).includes(text), text);
    assert.ok(printed(sweep).includes(text));
    const whole = await opened.sweep(feed, cross, { ...options, windows: { train: "1y", test: "1y" } });
    assert.doesNotMatch(printed(whole.outOfSample()), /whole window/);
  });

  it("is one trial for each scheme, whatever it tries", async () => {
    const opened = await lab();
    const sweep = await opened.sweep(feed, cross, { ...shared, metrics, windows });
    assert.equal((await opened.trials()).shape[0], 1);
    const rows = sweep.outOfSample().windowRows();
    const told = await opened.query("SELECT params, first_day, last_day FROM paper_trials");
    // Two of twelve combinations are out of order.
    const scheme = JSON.stringify({ windows: rows.length, combinations: 10 });
    assert.deepEqual(told.values, [[scheme, rows[0].testFrom, rows[rows.length - 1].testTo]]);
    await opened.sweep(feed, cross, { ...shared, metrics, windows: { ...windows, test: "1y" } });
    assert.equal((await opened.trials()).shape[0], 2);
  });

  it("goes on after an interrupt, in another process, and decides the same", async () => {
    const path = newFile();
    const whole = await (await lab()).sweep(feed, cross, { ...shared, metrics, name: "walk", windows });
    let executed = 0;
    for (let round = 0; round < 60; round++) {
      const opened = await openLab(path);
      const interrupted = interruptedAfter(20 - round);
      const sweep = await opened.sweep(feed, cross, {
        ...shared,
        metrics,
        name: "walk",
        windows,
        ...interrupted,
      });
      executed += sweep.executed;
      const isOver = sweep.state === "COMPLETED";
      if (!isOver) assert.throws(() => sweep.outOfSample().metrics(), { code: "INVALID_STATE" });
      if (isOver) {
        assert.ok(round > 2);
        assert.deepEqual(prints(sweep), prints(whole));
        assert.equal(executed, whole.length);
      }
      await opened.close();
      if (isOver) break;
    }
    const opened = await lab(path);
    const stored = await opened.sweep("walk");
    assert.equal(stored.state, "COMPLETED");
    assert.deepEqual(stored.outOfSample().windowRows(), whole.outOfSample().windowRows());
    assert.deepEqual(stored.outOfSample().equityRows(), whole.outOfSample().equityRows());
    assert.deepEqual(stored.outOfSample().metrics(), whole.outOfSample().metrics());
  });

  it("refuses what makes no sense", async () => {
    const opened = await lab();
    const refused = (options: object, message: RegExp) =>
      assert.rejects(opened.sweep(feed, cross, { ...shared, ...options }), { code: "INVALID_OPTION", message });
    await refused({ windows: { train: "2y", test: "6m", step: "1m" } }, /windows\.step/);
    await refused({ windows: { train: "20y", test: "6m" } }, /training window of 20y/);
    await refused({ windows, seeds: 3 }, /seeds/);
    await refused({ windows, grid: undefined, list: [{ commission: commissionBps(1) }] }, /list\[0\]/);
    const plain = await opened.sweep(feed, cross, { ...shared, metrics });
    assert.throws(() => plain.outOfSample(), { code: "INVALID_STATE", message: /has no windows/ });
  });
});
