import assert from "node:assert/strict";
import { inspect } from "node:util";
import { dayOfDate } from "../../../src/core/days";
import { calendarFrom } from "../../../src/core/market/calendar";
import { type BenchmarkOption, sample } from "../../../src/index";
import { benchmarkDays } from "../../../src/sweep/kept/benchmark-days";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { crossover } from "../../api/strategies";

const feed = sample("us-daily");
const options = {
  symbols: ["AAPL"],
  grid: { fast: [5, 10], slow: [30] },
  windows: { train: "2y", test: "6m" },
  metrics: ["totalReturn" as const, "sharpe" as const],
  name: "walk",
};

describe("the benchmark of a walk-forward", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("is beside the curve over all test windows, as its equity would have become in it, live and stored", async () => {
    const path = newFile();
    const opened = await lab(path);
    const sweep = await opened.sweep(feed, crossover, { ...options, benchmark: "SPX" });
    const rows = sweep.outOfSample().equityRows();
    const index = [...feed.bars()].filter(({ symbol }) => symbol === "SPX");
    const closeOn = (date: string) =>
      index.filter(({ time }) => new Date(time).toISOString().slice(0, 10) <= date).at(-1)?.close;
    const base = closeOn(rows[0].date) as number;
    assert.ok(rows.length > 600);
    for (const { date, benchmark } of rows) {
      const expected = (100_000 * (closeOn(date) as number)) / base;
      assert.ok(Math.abs((benchmark as number) / expected - 1) < 1e-12, `${date}: ${benchmark}, not ${expected}`);
    }
    const figure = sweep.outOfSample().plot();
    assert.deepEqual(
      figure.data.map(({ name }) => name),
      ["SPX (price only)", "Equity out of sample", "A window begins"],
    );
    const text = inspect(sweep.outOfSample());
    assert.match(text, /Benchmark +SPX \(price only\): Total return \d/);
    const again = await (await lab(path)).sweep("walk");
    assert.deepEqual(again.outOfSample().equityRows(), rows);
    assert.deepEqual(again.outOfSample().plot(), figure);
    assert.equal(inspect(again.outOfSample()), text);
    assert.deepEqual(again.outOfSample().equity().columns, ["date", "equity", "benchmark"]);
  });

  it("that begins later begins at the equity then", async () => {
    const all = [...feed.bars()].filter(({ symbol }) => symbol === "AAPL");
    const dates = all.map(({ time }) => new Date(time).toISOString().slice(0, 10)).filter((date) => date > "2016");
    const benchmark = { dates, equity: dates.map((_, at) => 100 + at) };
    const sweep = await (await lab()).sweep(feed, crossover, {
      ...options,
      benchmark,
      grid: { fast: [5], slow: [30] },
    });
    const known = sweep
      .outOfSample()
      .equityRows()
      .filter((row) => row.benchmark !== null);
    assert.ok(known.length > 100 && Math.abs(known[0].equity / 100_000 - 1) > 0.001, `${known[0].equity}`);
    assert.equal(known[0].benchmark, known[0].equity);
  });

  it("is that of the sessions of its training runs, with its level of the day before the window", async () => {
    const opened = await lab();
    const windows = { train: "63d", test: "38d" };
    const metrics = ["sharpe", "alpha", "beta", "benchmarkReturn", "upCapture"] as const;
    const weights = { AAPL: 0.3, SPX: 0.7 };
    const benchmarks: BenchmarkOption[] = ["SPX", weights, { weights, rebalance: "monthly" }];
    for (const [at, benchmark] of benchmarks.entries()) {
      const all = { ...options, name: `walk ${at}`, windows, metrics, benchmark, grid: { fast: [5], slow: [30] } };
      const sweep = await opened.sweep(sample("us-daily", { to: "2014-12-31" }), crossover, all);
      const days = sweep.outOfSample().windowRows();
      // Each day of the week is another case.
      for (const run of days.slice(0, 6).keys()) {
        const found = (await sweep.session(run)).metrics();
        for (const key of metrics) assert.equal(found[key], sweep.metric(key)[run], `${key} of ${at}, ${run}`);
      }
    }
  });

  it("is not there without one", async () => {
    const sweep = await (await lab()).sweep(feed, crossover, options);
    const out = sweep.outOfSample();
    assert.deepEqual(Object.keys(out.equityRows()[0]), ["date", "equity"]);
    assert.deepEqual(out.equity().columns, ["date", "equity"]);
    assert.equal(out.plot().data.length, 2);
  });

  it("begins where it has its first level, and takes nothing from later", () => {
    const calendar = calendarFrom({ spec: "always", timezone: "UTC" } as never);
    const day = (date: string) => dayOfDate(date);
    const days = Int32Array.of(day("2020-01-02"), day("2020-01-03"), day("2020-01-06"), day("2020-01-07"));
    const levels = (...points: [string, number][]) => ({
      time: Float64Array.from(points, ([time]) => Date.parse(time)),
      level: Float64Array.from(points, ([, level]) => level),
    });
    const { returns } = benchmarkDays(
      levels(["2020-01-03T12:00Z", 10], ["2020-01-06T01:00Z", 20], ["2020-01-06T23:00Z", 5]),
      days,
      calendar,
    );
    assert.deepEqual([...returns], [Number.NaN, Number.NaN, -0.5, 0]);
    const before = benchmarkDays(levels(["2019-12-01T12:00Z", 10], ["2020-01-02T12:00Z", 11]), days, calendar);
    assert.deepEqual([...before.returns], [11 / 10 - 1, 0, 0, 0]);
  });
});
