import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, openLab, replay, type SessionOptions, sample } from "../../../src/index";
import { yearReturns } from "../../../src/views/session/report/benchmark";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { refused } from "../../api/refused";
import { bar, daily, every, feed, own, trader, wave, world } from "./benchmark-markets";

const newYear = (hour: number) => Date.UTC(2024, 0, 1, hour);

const against = [
  ...["alpha", "beta", "correlation", "trackingError", "informationRatio"],
  ...["upCapture", "downCapture", "benchmarkReturn"],
];

describe("the benchmark of a session", () => {
  afterEach(leaveNothing);

  it("has all of its own returns, also where the first one is of a Monday or follows a holiday", async () => {
    const opened = await lab();
    // A Monday, a Wednesday, and a day after Memorial Day.
    for (const from of ["2013-05-13", "2013-05-15", "2013-05-28"]) {
      const week = sample("us-daily", { from, to: "2013-07-12" });
      const alone = await opened.run(week, trader, { symbols: ["AAPL"] });
      const dates = alone.returns("day").column("date").values as string[];
      const returns = dates.map((_, at) => (at === 0 ? 0.25 : at % 2 === 0 ? 0.01 : -0.01));
      const session = await opened.run(week, trader, { symbols: ["AAPL"], benchmark: { dates, returns } });
      const whole = returns.reduce((growth, one) => growth * (1 + one), 1) - 1;
      assert.ok(Math.abs((session.metrics().benchmarkReturn ?? 0) - whole) < 1e-12, from);
      assert.equal(session.relativeRows().length, dates.length + 1);
    }
  });

  it("has all of its own returns where it is a symbol of another feed that began earlier, on whichever day", async () => {
    const opened = await lab();
    const whole = sample("us-daily", { from: "2013-05-13", to: "2013-12-31" });
    const rows = whole.toFrame();
    const column = (name: string) => rows.column(name).values as (string | number)[];
    const [dates, symbols, prices] = [column("date"), column("symbol"), column("close")];
    const closeAt = new Map(
      dates.flatMap((date, at) => (symbols[at] === "SPX" ? [[String(date), Number(prices[at])]] : [])),
    );
    for (const from of ["2013-07-01", "2013-07-02", "2013-07-05", "2013-09-03"]) {
      const part = sample("us-daily", { from, to: "2013-12-31" });
      const session = await opened.run(part, trader, { symbols: ["AAPL"], benchmark: { feed: whole, symbol: "SPX" } });
      const days = [...closeAt.keys()];
      const [before, end] = [days[days.indexOf(from) - 1], days[days.length - 1]];
      const wanted = Number(closeAt.get(end)) / Number(closeAt.get(before)) - 1;
      assert.ok(Math.abs((session.metrics().benchmarkReturn ?? 0) - wanted) < 1e-12, from);
      assert.equal(session.relativeRows().length, session.equityRows().length, from);
      const [year] = yearReturns(session.core);
      assert.ok(Math.abs((year.benchmark ?? 0) - wanted) < 1e-12, from);
    }
  });

  it("has no return of a year of which it has only a part", async () => {
    const opened = await lab();
    const long = sample("us-daily", { from: "2013-05-13", to: "2015-12-31" });
    const yearsOf = async (from: string, to: string) => {
      const benchmark = { feed: sample("us-daily", { from, to }), symbol: "SPX" };
      const session = await opened.run(long, trader, { symbols: ["AAPL"], benchmark });
      return yearReturns(session.core).map((row) => row.benchmark !== null);
    };
    assert.deepEqual(await yearsOf("2013-05-13", "2015-12-31"), [true, true, true]);
    assert.deepEqual(await yearsOf("2013-05-13", "2014-12-31"), [true, true, false]);
    assert.deepEqual(await yearsOf("2014-06-02", "2015-12-31"), [false, false, true]);
  });

  it("changes none of the strategy's own metrics, whatever it is", async () => {
    const opened = await lab();
    const alone = await opened.run(feed, trader, { ...own, name: "alone" });
    const theirs = Object.entries(alone.metrics()).filter(([key]) => !against.includes(key));
    assert.ok(theirs.length > 35);
    for (const [what, benchmark] of Object.entries(every(alone))) {
      const session = await opened.run(feed, trader, { ...own, benchmark });
      const metrics = session.metrics();
      assert.deepEqual(
        Object.entries(metrics).filter(([key]) => !against.includes(key)),
        theirs,
        what,
      );
      assert.notEqual(metrics.benchmarkReturn, null, what);
      assert.equal(session.fingerprint, alone.fingerprint);
    }
  });

  it("has the dividends of its feed reinvested, and says where there are none", async () => {
    const opened = await lab();
    const spy = await opened.run(feed, trader, { ...own, benchmark: "SPY" });
    const rows = spy.relativeRows();
    const last = rows[rows.length - 1];
    const exDate = wave(18, 0.7);
    const total = (wave(59, 0.7) / wave(0, 0.7)) * ((exDate + 2) / exDate) - 1;
    assert.ok(Math.abs(last.benchmark - total) < 1e-12);
    assert.equal(spy.metrics().benchmarkReturn, last.benchmark);
    assert.match(inspect(spy), /\(SPY [\d.]+ %\)/);
    const agg = await opened.run(feed, trader, { ...own, benchmark: "AGG" });
    assert.match(inspect(agg), /\(AGG [\d.]+ %, price only\)/);
    const both = await opened.run(feed, trader, { ...own, benchmark: { SPY: 0.6, AGG: 0.4 } });
    assert.match(inspect(both), /\(60 % SPY, 40 % AGG, rebalanced daily [\d.]+ %, AGG price only\)/);
  });

  it("has all that comes at one bar in the shares that it is for: dividends of days without bars, and splits", async () => {
    const held = (at: number, price: number) => bar("S", at, price);
    const of = (date: string, type: "split" | "dividend", value: number) => ({
      ex_date: date,
      symbol: "S",
      type,
      value,
    });
    // Nothing trades from the 4th to the 6th. Each share is paid 2, becomes 4, which are paid 1 and 0.5 each, and then 8.
    const rows = [held(0, 100), held(1, 104), held(5, 13), held(6, 14)];
    const actions = [
      of("2024-01-04", "dividend", 2),
      of("2024-01-05", "split", 4),
      of("2024-01-05", "dividend", 1),
      of("2024-01-05", "dividend", 0.5),
      of("2024-01-06", "split", 2),
    ];
    const traded = Array.from({ length: 7 }, (_, at) => bar("X", at, 50));
    const session = await (await lab()).run(replay([...rows, ...traded], { ...daily, actions }), trader, {
      ...own,
      benchmark: "S",
    });
    const paid = 2 + 4 * 1.5;
    const units = (8 * 13 + paid) / 13;
    const levels = [100, 104, units * 13, units * 14];
    const growths = session.relativeRows().map(({ benchmark }) => benchmark);
    assert.equal(growths.length, 4);
    for (const [at, growth] of growths.entries()) assert.ok(Math.abs(growth - (levels[at] / 100 - 1)) < 1e-12, `${at}`);
  });

  it("has no level of later than a session that stands in the middle of a day", async () => {
    const hours = Array.from({ length: 700 }, (_, at) => ({ ...bar("X", 0, 100 + at), time: newYear(at + 1) }));
    const session = await (await lab()).createSession(replay(hours, { calendar: "always" }), trader, {
      benchmark: "X",
    });
    // Returns are of days. The first level is that of the end of the first one.
    for (const steps of [25 * 24 - 10, 1, 2, 7, 1, 5]) {
      await session.step(steps);
      const [{ benchmark }] = session.relativeRows().slice(-1);
      const [base] = session.relativeRows();
      const first = hours.find(({ time }) => time === base.time)?.close ?? hours[0].close;
      assert.equal(benchmark, (99 + session.steps) / first - 1, `after ${session.steps} hours`);
      assert.equal(session.metrics().benchmarkReturn, benchmark);
    }
  });

  it("has no close of a day that is not over, where it has one level a day", async () => {
    const hours = Array.from({ length: 700 }, (_, at) => ({ ...bar("X", 0, 100 + at), time: newYear(at + 1) }));
    const closes = Array.from({ length: 30 }, (_, at) => ({ ...bar("W", 0, 100 + at), time: newYear(24 * at) }));
    const dates = closes.map(({ time }) => new Date(time).toISOString().slice(0, 10));
    const numbers = { dates, equity: closes.map(({ close }) => close) };
    const opened = await lab();
    // A calendar that is found says as much.
    for (const calendar of ["always", undefined] as const)
      for (const benchmark of [replay(closes, daily), numbers]) {
        const session = await opened.createSession(replay(hours, { calendar }), trader, { benchmark });
        for (const steps of [25 * 24 - 10, 9, 1, 1, 22, 1]) {
          await session.step(steps);
          const rows = session.relativeRows();
          const over = Math.floor(session.steps / 24);
          assert.equal(rows[rows.length - 1].time, newYear(24 * over), `after ${session.steps} hours`);
          // Numbers of one's own begin where the session does.
          if (benchmark !== numbers) assert.equal(rows[rows.length - 1].benchmark, (99 + over) / 100 - 1);
          assert.equal(session.metrics().benchmarkReturn, rows[rows.length - 1].benchmark);
        }
      }
  });

  it("that stands in the middle of a day is not joined with a later time of that day", async () => {
    const hours = Array.from({ length: 900 }, (_, at) => ({
      ...bar("X", 0, wave(at / 9, 3)),
      time: newYear(at + 1),
    }));
    const opened = await lab();
    const feedOfHours = replay(hours, { calendar: "always" });
    const part = await opened.createSession(feedOfHours, trader, { name: "part" });
    await part.step(24 * 30 + 6);
    const session = await opened.createSession(feedOfHours, trader, { name: "session", benchmark: part });
    for (const [steps, last] of [
      [24 * 30 + 6, 24 * 30 + 6],
      [1, 24 * 30],
      [17, 24 * 30],
      [30, 24 * 30],
    ]) {
      await session.step(steps);
      const rows = session.relativeRows();
      assert.equal(rows[rows.length - 1].time, newYear(last), `after ${session.steps} hours`);
      assert.ok(rows.every(({ activeReturn }) => !activeReturn));
      assert.ok(Math.abs((session.metrics().beta ?? 0) - 1) < 1e-12);
    }
  });

  it("that is the session itself leaves no alpha and no active return, not even by rounding", async () => {
    const opened = await lab();
    const base = await opened.run(feed, trader, { ...own, name: "base" });
    const same = await opened.run(feed, trader, { ...own, name: "same", benchmark: base });
    const rows = same.relativeRows();
    assert.ok(rows.some(({ growth }) => growth !== 0));
    for (const { activeReturn, relative } of rows.slice(1)) assert.deepEqual([activeReturn, relative], [0, 0]);
    assert.equal(same.metrics().alpha, 0);
    const alphas = same.rollingRows({ window: 5, metrics: ["alpha"] }).map(({ alpha }) => alpha);
    assert.deepEqual(new Set(alphas.filter((one) => one !== null)), new Set([0]));
  });

  it("is the session's growth over its own in relative(), from the first time that both have", async () => {
    const session = await (await lab()).run(feed, trader, { ...own, benchmark: "AGG" });
    const rows = session.relativeRows();
    const curve = session.equityRows();
    const { metrics } = { metrics: session.metrics() };
    assert.equal(rows.length, 60);
    assert.deepEqual([rows[0].growth, rows[0].benchmark, rows[0].relative, rows[0].activeReturn], [0, 0, 0, null]);
    for (const { growth, benchmark, relative } of rows)
      assert.ok(Math.abs((1 + relative) * (1 + benchmark) - (1 + growth)) < 1e-12);
    const [first, last] = [rows[0], rows[rows.length - 1]];
    const equityAt = (time: number) => curve.find((row) => row.time === time)?.equity as number;
    assert.equal(last.growth, equityAt(last.time) / equityAt(first.time) - 1);
    const active = rows.slice(1).map(({ activeReturn }) => activeReturn as number);
    const mean = active.reduce((sum, value) => sum + value, 0) / active.length;
    const variance = active.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (active.length - 1);
    assert.ok(Math.abs(Math.sqrt(variance * 365) - (metrics.trackingError as number)) < 1e-12);
    assert.match(JSON.stringify(session.plotRelative().layout.title), /relative to AGG \(price only\)/);
  });

  it("is shown the same when the session is opened again, and its cell finds the session", async () => {
    const path = newFile();
    const first = await openLab(path);
    const alone = await first.run(feed, trader, { ...own, name: "alone" });
    const shown = new Map<string, unknown>();
    for (const [what, benchmark] of Object.entries(every(alone))) {
      const session = await first.run(feed, trader, { ...own, name: what, benchmark });
      shown.set(what, [inspect(session), session.metrics(), session.relativeRows()]);
    }
    await first.close();
    const second = await openLab(path);
    const again = every(await second.session("alone"));
    for (const [what, seen] of shown) {
      const session = await second.session(what);
      assert.deepEqual([inspect(session), session.metrics(), session.relativeRows()], seen, what);
      const benchmark = again[what as keyof typeof again];
      const found = await second.createSession(feed, trader, { ...own, name: what, benchmark });
      assert.equal(found.name, what);
      const other = await second.createSession(feed, trader, { ...own, name: what, benchmark: "X" });
      assert.equal(other.name, `${what} #2`);
    }
    await second.close();
  });

  it("that goes on is another one once it has come further, and its cell makes another session", async () => {
    const opened = await lab();
    // Nothing but its length tells one step of it from the next.
    const holder = defineStrategy({ name: "holder", onBar: ({ orderTarget }) => orderTarget("SPY", 10) });
    const other = await opened.createSession(feed, holder, { symbols: ["SPY"], name: "base" });
    await other.step(30);
    const made = async () => await opened.run(feed, trader, { ...own, name: "measured", benchmark: other });
    const first = await made();
    assert.equal(first.relativeRows().length, 31);
    assert.equal(await made(), first);
    await other.run();
    const second = await made();
    assert.deepEqual([second.name, second.relativeRows().length], ["measured #2", 61]);
    assert.match(second.core.warnings[0], /benchmark.session.steps: not given, was 30/);
    assert.equal(first.relativeRows().length, 31);
  });

  it("is plain data in the stored config", async () => {
    const opened = await lab();
    const alone = await opened.run(feed, trader, { ...own, name: "alone" });
    const { id, name, fingerprint } = alone;
    const sourceOf = async (benchmark: SessionOptions["benchmark"]) =>
      JSON.parse(JSON.stringify((await opened.createSession(feed, trader, { ...own, benchmark })).core.record.config))
        .benchmarkSource;
    assert.deepEqual(await sourceOf(alone), { session: { id, name, fingerprint } });
    assert.deepEqual(await sourceOf({ SPY: 0.6, AGG: 0.4 }), {
      weights: { SPY: 0.6, AGG: 0.4 },
      rebalance: "daily",
      priceOnly: ["AGG"],
    });
    const other = await sourceOf({ feed: world, symbol: "V" });
    assert.deepEqual([other.symbol, other.feed.name, other.priceOnly], ["V", world.name, ["V"]]);
    assert.equal(other.feed.sha256, (world.manifest as unknown as { sha256: string }).sha256);
  });

  it("is refused with one sentence that names what was wrong", async () => {
    const opened = await lab();
    const wrong = (benchmark: unknown) => opened.createSession(feed, trader, { ...own, benchmark: benchmark as "SPY" });
    await refused(
      wrong({ SPY: 0.6, AGG: 0.5 }),
      "INVALID_OPTION",
      /benchmark.weights to be fractions that sum to 1 at most, was 1.1/,
    );
    await refused(wrong({ SPY: 0.6, AG: 0.4 }), "UNKNOWN_SYMBOL", /AG/);
    await refused(
      wrong({ SPY: -0.6 }),
      "INVALID_OPTION",
      /benchmark.SPY to be a weight above 0 and at most 1, was -0.6/,
    );
    await refused(wrong({ weights: { SPY: 1 }, rebalance: "dayly" }), "INVALID_OPTION", /Did you mean "daily"/);
    await refused(wrong({ feed: world }), "INVALID_OPTION", /benchmark.symbol to be a symbol of its feed/);
    await refused(wrong(world), "INVALID_OPTION", /\{ feed, symbol: "SPX" \}/);
    await refused(wrong({ feed: 3 }), "INVALID_OPTION", /benchmark.feed to be a feed, was 3/);
    await refused(wrong({}), "INVALID_OPTION", /weights such as/);
  });
});
