import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { defineStrategy, gbm, replay } from "../../../src/index";
import type { ScatterTrace } from "../../../src/output/plotly/figure";
import { liveCurve } from "../../../src/views/live/curve";
import { glanceAt, liveCard } from "../../../src/views/live/view";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { bars, daily, every, feed, own, trader } from "./benchmark-markets";

describe("a benchmark that has not all times of its session", () => {
  afterEach(leaveNothing);

  it("says until when it goes where it ends before the session, on the card and in the report", async () => {
    const opened = await lab();
    const other = await opened.createSession(feed, trader, { symbols: ["SPY"], name: "base" });
    await other.step(30);
    const { returns } = every(other);
    const ends = [
      [other, "base", "2024-01-31"],
      [returns, "benchmark", "2024-01-05"],
    ] as const;
    for (const [benchmark, name, date] of ends) {
      const session = await opened.run(feed, trader, { ...own, benchmark });
      const told = new RegExp(`${name} -?[\\d.]+ % until ${date}`);
      assert.match(inspect(session), told);
      const live = liveCard(session.core, { glance: glanceAt(session.core), secondsLeft: undefined }).text();
      assert.match(live, new RegExp(`\\n {2}Benchmark +-?[\\d.]+ % until ${date} {2}\\(${name}\\)\\n`));
      const { values, against = values } = liveCurve(session.core);
      const after = session.equityRows().filter(({ time }) => time > Date.parse(date) + 86_400_000).length;
      assert.ok(after > 5 && values.every(Number.isFinite));
      assert.deepEqual([...against.slice(-after - 1)].map(Number.isFinite), [true, ...Array(after).fill(false)]);
      const page = readFileSync((await session.report(newFile(`${name}.html`))).path, "utf8");
      assert.match(page, told);
      assert.ok(page.includes(`The benchmark goes until ${date}.`));
    }
    const whole = await opened.run(feed, trader, { ...own, benchmark: "SPY" });
    assert.ok(!/until \d/.test(inspect(whole)));
    const live = liveCard(whole.core, { glance: glanceAt(whole.core), secondsLeft: undefined }).text();
    assert.match(live, /\n {2}Benchmark +-?[\d.]+ % {2}\(SPY\)\n/);
  });

  it("ends in the figures of bars within the day where it ends", async () => {
    const hours = gbm({ X: {} }, { bars: 24 * 6, interval: "1h", start: "2024-01-02", seed: 3 });
    const returns = { dates: ["2024-01-02", "2024-01-03", "2024-01-04"], returns: [0.01, -0.02, 0.01] };
    const session = await (await lab()).run(hours, trader, { ...own, benchmark: returns });
    const trace = session.plotEquity().data.find(({ name }) => name === "benchmark") as ScatterTrace;
    const shown = trace.x.filter((_, at) => trace.y[at] !== null);
    assert.deepEqual([shown.at(-1), trace.x.at(-1)], ["2024-01-05 00:00", "2024-01-10 00:00"]);
  });

  it("says from when it is where it begins after the session, on the card and in the report", async () => {
    const opened = await lab();
    const late = replay(bars("ACWI", 0.4).slice(20), daily);
    const session = await opened.run(feed, trader, { ...own, benchmark: late });
    const told = /ACWI -?[\d.]+ % from 2024-01-22/;
    assert.match(inspect(session), told);
    const page = readFileSync((await session.report(newFile("late.html"))).path, "utf8");
    assert.match(page, told);
    assert.match(page, /The benchmark goes from 2024-01-22/);
    // What it makes in a year is as extrapolated as the session's.
    assert.match(page, /ACWI -?[\d.,]+ % \(&lt; 1 year\)</);
    // Said once among what is read first, and once above the table.
    assert.equal(page.split("from 2024-01-22").length - 1, 2);
    const live = liveCard(session.core, { glance: glanceAt(session.core), secondsLeft: undefined }).text();
    assert.match(live, /\n {2}Benchmark +-?[\d.]+ % from 2024-01-22 {2}\(ACWI/);
  });

  it("is drawn from where the session stands when it begins, in its figure, its live card and in comparisons", async () => {
    const opened = await lab();
    const late = replay(bars("ACWI", 0.4).slice(20), daily);
    const plans = [
      { ...own, name: "late", benchmark: late, params: { weight: 0.5 } },
      { ...own, name: "twice", initialCapital: 200_000, benchmark: late },
    ];
    const holds = defineStrategy({
      name: "holds",
      params: { weight: 0.9 },
      onBar: ({ bar: { symbol }, params, orderTargetWeight }) => orderTargetWeight(symbol, params.weight),
    });
    const [session, twice] = [await opened.run(feed, holds, plans[0]), await opened.run(feed, holds, plans[1])];
    const shorter = await opened.run(feed, holds, { ...own, name: "cut", benchmark: late, params: { weight: 0.2 } });
    const rows = session.relativeRows();
    const stands = session.equityRows().find(({ time }) => time === rows[0].time)?.equity ?? 0;
    assert.ok(Math.abs(stands / 100_000 - 1) > 0.01, `${stands}`);
    const lineOf = (figure: { readonly data: readonly { readonly name?: string }[] }, name: string) => {
      const trace = figure.data.find((one) => one.name?.startsWith(name)) as unknown as ScatterTrace;
      return (trace.y as (number | null)[]).filter((value) => value !== null);
    };
    const isLine = (found: readonly number[], begins: number, message: string) => {
      assert.equal(found.length, rows.length, message);
      for (const [at, { benchmark }] of rows.entries())
        assert.ok(Math.abs(found[at] / (begins * (1 + benchmark)) - 1) < 1e-5, `${message} ${at}: ${found[at]}`);
    };
    isLine(lineOf(session.plotEquity(), "ACWI"), stands, "its figure");
    const { against = new Float64Array(0) } = liveCurve(session.core);
    isLine([...against].filter(Number.isFinite), stands, "its live card");
    const same = (await opened.compare([session, shorter])).plotEquity();
    isLine(lineOf(same, "ACWI"), stands, "a comparison of the same capital");
    const other = (await opened.compare([session, twice])).plotEquity();
    isLine(lineOf(other, "ACWI"), stands / 100_000, "a comparison of growths");
    const begun = await opened.run(replay(bars("X", 1.3).slice(9), daily), holds, { name: "begun" });
    const cut = (await opened.compare([session, begun])).plotEquity();
    const base = session.equityRows()[9].equity;
    isLine(lineOf(cut, "ACWI"), stands / base, "a comparison of a part");
  });

  it("that has a level at the start is drawn from the initial capital, wherever the first day went", async () => {
    const before = replay(bars("ACWI", 0.4), daily);
    const fromSecond = replay(bars("X", 1.3).slice(5), daily);
    const session = await (await lab()).run(fromSecond, trader, { benchmark: before });
    const trace = session.plotEquity().data.find(({ name }) => name?.startsWith("ACWI")) as ScatterTrace;
    const { benchmarkReturn } = session.metrics();
    assert.ok(Math.abs((trace.y[0] as number) - 100_000) < 0.01, `${trace.y[0]}`);
    assert.ok(Math.abs((trace.y.at(-1) as number) / 100_000 - 1 - (benchmarkReturn ?? 0)) < 1e-6);
  });

  it("says so where it has too little in common with the session for a return", async () => {
    const opened = await lab();
    const last = replay(bars("ACWI", 0.4).slice(-1), daily);
    const session = await opened.run(feed, trader, { ...own, benchmark: last });
    assert.match(inspect(session), /\(ACWI –, 1 time in common/);
    const page = readFileSync((await session.report(newFile("last.html"))).path, "utf8");
    assert.match(page, /The benchmark has 1 time in common with the session, and no return to compare\./);
  });

  it("has no rolling metric of a window of which it has only a part, and the table says so", async () => {
    const opened = await lab();
    const metrics = ["beta", "benchmarkReturn", "sharpe"] as const;
    const parts = [
      [bars("ACWI", 0.4).slice(0, 40), " until 2024-02-10"],
      [bars("ACWI", 0.4).slice(20), " from 2024-01-22"],
    ] as const;
    for (const [levels, span] of parts) {
      const session = await opened.run(feed, trader, { ...own, benchmark: replay([...levels], daily) });
      const rows = session.rollingRows({ window: 10, metrics });
      const common = session.relativeRows().map(({ time }) => time);
      const [first, last] = [common[0], common[common.length - 1]];
      // A session's first return, from its initial capital, may be none of its benchmark.
      const day = 86_400_000;
      const begins = first - session.equityRows()[0].time > 2 * day ? first : 0;
      const isWhole = ({ time }: { time: number }) => time - 10 * day >= begins && time <= last;
      assert.deepEqual(
        rows.map((row) => row.beta !== null),
        rows.map(isWhole),
      );
      assert.deepEqual(
        rows.map((row) => row.benchmarkReturn !== null),
        rows.map(isWhole),
      );
      assert.ok(rows.every(({ sharpe }) => sharpe !== null));
      const without = rows.filter((row) => !isWhole(row)).length;
      assert.ok(without >= 20);
      const said = `beta, benchmarkReturn: none of ${without} windows of which the benchmark has only a part, or nothing; it goes${span}`;
      const shown = session.rolling({ window: 10, metrics });
      assert.ok(inspect(shown).includes(said), inspect(shown));
      assert.ok(!inspect(session.rolling({ window: 10 })).includes("benchmark"));
      const trace = session.plotRolling({ metric: "beta", window: 10 }).data[0] as ScatterTrace;
      assert.equal(trace.y.filter((value) => value !== null).length, rows.length - without);
    }
    const whole = await opened.run(feed, trader, { ...own, benchmark: "SPY" });
    assert.ok(!inspect(whole.rolling({ window: 10, metrics })).includes("none of"));
  });

  it("tells in tables and figures of what needs a benchmark that there is none", async () => {
    const session = await (await lab()).run(feed, trader, own);
    assert.match(inspect(session.relative()), /0 rows: the session has no benchmark$/m);
    assert.match(
      inspect(session.rolling({ metrics: ["beta", "sharpe"], window: 10 })),
      /\nbeta: the session has no benchmark$/,
    );
    assert.ok(!inspect(session.rolling({ metrics: ["sharpe"], window: 10 })).includes("benchmark"));
    assert.match(inspect(session.plotRolling({ metric: "beta", window: 10 })), /a Beta needs a benchmark/);
    const late = replay(bars("ACWI", 0.4).slice(20), daily);
    const apart = await (await lab()).createSession(feed, trader, { ...own, benchmark: late });
    assert.match(inspect(apart.relative()), /0 rows: the session has not begun$/m);
    await apart.step(10);
    assert.match(inspect(apart.relative()), /0 rows: its benchmark has no time in common with the session$/m);
  });

  it("says among what is read first in the report that it is of prices only", async () => {
    const opened = await lab();
    const session = await opened.run(feed, trader, { ...own, benchmark: "AGG" });
    const page = readFileSync((await session.report(newFile("prices.html"))).path, "utf8");
    assert.match(page, /<small>AGG -?[\d.,]+ %, price only<\/small>/);
  });
});
