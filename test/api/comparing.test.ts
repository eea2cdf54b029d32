import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Comparison, commissionBps, defineStrategy, gbm, metricsOf, type Session, sample } from "../../src/index";
import { apple, lab, leaveNothing, newFile, tableOf, year } from "./labs";
import { crossover, failing } from "./strategies";

/** Buys or sells a share of its capital by chance. */
const noise = defineStrategy({
  name: "noise",
  params: { often: 0.1 },
  onBar({ random, params, bar, orderTargetWeight }) {
    if (random() < params.often) orderTargetWeight(bar.symbol, random());
  },
});

const holding = defineStrategy({
  name: "holding",
  onBars: ({ symbols, orderTargetWeight }) => orderTargetWeight(symbols[0], 0.9),
});

/** Two symbols that move together, of which A grows much faster. */
const pair = gbm(
  { A: { price: 100, drift: 0.4, volatility: 0.2 }, B: { price: 100, drift: 0, volatility: 0.2 } },
  { bars: 1000, interval: "1d", correlation: 0.9, seed: "pair", calendar: "weekdays" },
);

const one = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 400, interval: "1d", seed: "one" });

function winner(comparison: Comparison, metric: string) {
  const found = comparison.winnerRows().find((row) => row.metric === metric);
  assert.ok(found !== undefined);
  return found;
}

describe("the window of a comparison", () => {
  afterEach(leaveNothing);

  async function cut(): Promise<{ comparison: Comparison; whole: Session; part: Session }> {
    const opened = await lab();
    const whole = await opened.run(year, crossover, { ...apple, name: "whole", benchmark: "SPX" });
    const within = sample("us-daily", { from: "2013-07-01", to: "2014-02-28" });
    const part = await opened.run(within, crossover, { ...apple, name: "part", benchmark: "SPX" });
    return { comparison: await opened.compare([whole, part]), whole, part };
  }

  it("is what all share, and says what it leaves out of each", async () => {
    const { comparison, whole } = await cut();
    assert.deepEqual(comparison.window, { from: "2013-07-01", to: "2014-02-28" });
    const dates = whole.equityRows().map(({ time }) => new Date(time).toISOString().slice(0, 10));
    // The first point is the initial capital.
    const before = dates.slice(1).filter((date) => date < "2013-07-01").length;
    const after = dates.filter((date) => date > "2014-02-28").length;
    const { columns, rows } = tableOf(comparison.sessions());
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    assert.deepEqual(of("barsBefore"), [before, 0]);
    assert.deepEqual(of("daysBefore"), [before, 0]);
    assert.deepEqual(of("barsAfter"), [after, 0]);
    assert.deepEqual(of("daysAfter"), [after, 0]);
    const said = `left out: whole ${before} days before and ${after} after`;
    assert.ok(inspect(comparison).includes(said), inspect(comparison).slice(0, 400));
  });

  it("is what metrics are of, and the sessions' own stay what they are", async () => {
    const { comparison, whole, part } = await cut();
    const own = whole.metrics();
    const { rows } = tableOf(comparison.metrics());
    const of = (key: string, at: number) => rows.find(([metric]) => metric === key)?.[at] as number;
    for (const [key, , value] of rows) assert.equal(value, part.metrics()[key as "sharpe"], String(key));
    const curve = whole.equityRows();
    const day = ({ time }: { time: number }) => new Date(time).toISOString().slice(0, 10);
    const first = curve.findIndex((point) => day(point) >= "2013-07-01") - 1;
    const levels = curve.slice(first).filter((point) => day(point) <= "2014-02-28");
    const expected = metricsOf({ equity: levels.map(({ equity }) => equity), periodsPerYear: 252 });
    for (const key of ["totalReturn", "cagr", "sharpe", "sortino", "maxDrawdown", "cvar95", "finalEquity"] as const)
      assert.ok(Math.abs(of(key, 1) - (expected[key] ?? Number.NaN)) < 1e-12, key);
    const [from, to] = [levels[0].time, levels[levels.length - 1].time];
    const isIn = (time: number) => time > from && time <= to;
    assert.equal(of("trades", 1), whole.tradeRows().filter(({ exitTime }) => isIn(exitTime)).length);
    assert.deepEqual(whole.metrics(), own);
    assert.ok(of("trades", 1) < (own.trades ?? 0));
  });

  it("divides trades and costs: those of two windows side by side are those of the whole", async () => {
    const opened = await lab();
    const run = (name: string, from: string, to: string) =>
      opened.run(sample("us-daily", { from, to }), noise, { ...apple, name, commission: commissionBps(2) });
    const all = await run("all", "2013-05-13", "2014-05-30");
    const others = [await run("early", "2013-05-13", "2013-12-31"), await run("late", "2014-01-01", "2014-05-30")];
    const tables = [];
    for (const other of others) tables.push(tableOf((await opened.compare([all, other])).metrics()).rows);
    for (const key of ["trades", "commission"] as const) {
      const [early, late] = tables.map((rows) => rows.find(([metric]) => metric === key)?.[1] as number);
      assert.ok(early > 0 && late > 0, key);
      assert.ok(Math.abs(early + late - (all.metrics()[key] ?? 0)) < 1e-9, key);
    }
  });

  it("is of days where bars are of other lengths, and says so", async () => {
    const hours = gbm({ A: { price: 100 } }, { bars: 24 * 100, interval: "1h", start: "2020-01-11", seed: 1 });
    const opened = await lab();
    const daily = await opened.run(one, holding, { name: "daily" });
    const hourly = await opened.run(hours, holding, { name: "hourly" });
    const comparison = await opened.compare([daily, hourly]);
    assert.deepEqual(comparison.window, { from: "2020-01-13", to: "2020-05-29" });
    const { columns, rows } = tableOf(comparison.sessions({ columns: ["note", "barsBefore"] }));
    assert.deepEqual(columns, ["note", "barsBefore"]);
    assert.deepEqual(rows, [
      ["bars of 1d", 8],
      ["bars of 1h", 0],
    ]);
    assert.equal(winner(comparison, "sharpe").noAnswer, null);
  });

  it("ends for all where one stopped in the middle of a day", async () => {
    const opened = await lab();
    const hours = gbm(
      { A: { price: 100, drift: 0.1, volatility: 0.9 } },
      { bars: 1000, interval: "1h", seed: "hours" },
    );
    const whole = await opened.run(hours, holding, { name: "whole" });
    const part = await opened.createSession(hours, holding, { name: "part" });
    await part.step(700);
    await part.stop();
    const comparison = await opened.compare([whole, part]);
    const { rows } = tableOf(comparison.metrics());
    // Those of day ends know no part of a day.
    const ofWholeDays = ["exposure", "turnover"];
    const others = rows.filter(([metric]) => !ofWholeDays.includes(String(metric)));
    assert.ok(others.length > 20);
    for (const [metric, one, other] of others) assert.equal(one, other, String(metric));
    const { columns, rows: sessions } = tableOf(comparison.sessions());
    assert.deepEqual(
      sessions.map((row) => row[columns.indexOf("barsAfter")]),
      [300, 0],
    );
  });

  it("leaves out who failed in the middle of its last day, before the others end", async () => {
    const opened = await lab();
    const hours = gbm({ A: { price: 100, volatility: 0.9 } }, { bars: 960, interval: "1h", seed: "hours" });
    const breaking = defineStrategy({
      name: "breaking",
      params: { after: 960 },
      state: () => ({ bars: 0 }),
      onBars({ params, state, symbols, orderTargetWeight }) {
        if (++state.bars === params.after) throw new RangeError("no more");
        orderTargetWeight(symbols[0], 0.9);
      },
    });
    const whole = await opened.run(hours, breaking, { name: "whole", params: { after: 0 } });
    const runTo = async (after: number) => {
      const session = await opened.createSession(hours, breaking, { name: `failed ${after}`, params: { after } });
      await assert.rejects(session.run());
      return session;
    };
    // Days have 24 bars: the second one has no more than the first half of the last day.
    const comparison = await opened.compare([whole, await runTo(948)]);
    const { rows } = tableOf(comparison.sessions({ columns: ["name", "note", "sharpe"] }));
    assert.deepEqual(
      rows.map(([name, note, sharpe]) => [name, note, sharpe === null]),
      [
        ["whole", null, false],
        ["failed 948", `failed ${comparison.window?.to}: left out`, true],
      ],
    );
  });

  it("throws one clear error where nothing is shared", async () => {
    const opened = await lab();
    const old = await opened.run(one.slice("2020-01-01", "2020-03-31"), holding, { name: "old" });
    const late = await opened.run(one.slice("2020-06-01", "2020-09-30"), holding, { name: "late" });
    const message =
      'Expected sessions that share some time, but "old" ends 2020-03-31 and "late" begins 2020-06-01. Leave one out';
    await assert.rejects(opened.compare([late, old]), { code: "NO_SHARED_WINDOW", message });
  });

  it("leaves out who has not begun or failed within it, and says who is not done", async () => {
    const opened = await lab();
    const done = await opened.run(year, crossover, { ...apple, name: "done" });
    const half = await opened.createSession(year, crossover, { ...apple, name: "half", params: { fast: 4 } });
    await half.step(100);
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
    await assert.rejects(failed.run());
    const fresh = await opened.createSession(year, holding, { ...apple, name: "fresh" });
    const comparison = await opened.compare([failed, fresh, done, half], { rank: "sharpe" });
    assert.equal(comparison.window?.to, new Date(half.equityRows().at(-1)?.time ?? 0).toISOString().slice(0, 10));
    const { rows } = tableOf(comparison.sessions({ columns: ["name", "rank", "sharpe", "note"] }));
    const notes = new Map(rows.map(([name, , , note]) => [name, note]));
    assert.match(String(notes.get("failed")), /^failed 2013-06-24: left out$/);
    assert.equal(notes.get("fresh"), "has not begun: left out");
    assert.equal(notes.get("half"), "is paused: up to now");
    assert.equal(notes.get("done"), null);
    // Undefined values are last.
    assert.deepEqual(
      rows.slice(2).map(([name, rank, sharpe]) => [name, rank, sharpe]),
      [
        ["failed", null, null],
        ["fresh", null, null],
      ],
    );
    assert.match(
      inspect(comparison),
      /Notes +failed: failed 2013-06-24: left out; fresh: has not begun: left out; half: is paused/,
    );
  });
});

describe("sessions with benchmarks that differ", () => {
  afterEach(leaveNothing);

  it("have no winner of what is measured against them, and the settings name both", async () => {
    const opened = await lab();
    const first = await opened.run(pair, noise, { name: "first", benchmark: "A" });
    const second = await opened.run(pair, noise, { name: "second", benchmark: "B", params: { often: 0.2 } });
    const alike = await opened.run(pair, noise, { name: "alike", benchmark: "A", params: { often: 0.3 } });
    const against = ["alpha", "informationRatio", "upCapture", "downCapture"];
    const won = (comparison: Comparison) =>
      comparison.winnerRows().flatMap(({ metric }) => (against.includes(metric) ? metric : []));
    const differ = await opened.compare([first, second]);
    assert.deepEqual(won(differ), []);
    assert.ok(differ.winnerRows().some(({ metric }) => metric === "sharpe"));
    assert.deepEqual(tableOf(differ.settings()).rows, [
      ["params.often", 0.1, 0.2],
      ["benchmark", "A (price only)", "B (price only)"],
    ]);
    const text = inspect(differ);
    assert.match(text, /Benchmarks +A \(price only\); B \(price only\); nobody wins/);
    assert.doesNotMatch(text.slice(text.indexOf("alpha"), text.indexOf("benchmarkReturn")), /\*/);
    const same = await opened.compare([first, alike]);
    assert.deepEqual(won(same), against);
    assert.doesNotMatch(inspect(same), /Benchmarks/);
  });

  it("may have one name, on feeds of other prices", async () => {
    const opened = await lab();
    const feedOf = (seed: string) => gbm({ A: { price: 100, volatility: 0.3 } }, { bars: 200, interval: "1d", seed });
    const run = (name: string, seed: string) => opened.run(feedOf(seed), noise, { name, benchmark: "A" });
    const differ = await opened.compare([await run("first", "one"), await run("second", "two")]);
    const benchmarks = tableOf(differ.settings()).rows.find(([setting]) => setting === "benchmark");
    assert.deepEqual(benchmarks, ["benchmark", "A (price only) of first", "A (price only) of second"]);
    assert.ok(differ.winnerRows().every(({ metric }) => metric !== "alpha"));
    assert.ok(differ.plotEquity().data.every(({ name }) => !String(name).startsWith("A")));
    // A part of the same market is the same.
    const part = await opened.run(feedOf("one").slice("2020-03-01", "2020-06-30"), noise, {
      name: "part",
      benchmark: "A",
    });
    const same = await opened.compare(["first", part]);
    assert.ok(tableOf(same.settings()).rows.every(([setting]) => setting !== "benchmark"));
    assert.ok(same.winnerRows().some(({ metric }) => metric === "alpha"));
  });

  it("are not ranked by text", async () => {
    const opened = await lab();
    const first = await opened.run(one, noise, { name: "first" });
    const second = await opened.run(one, noise, { name: "second", params: { often: 0.2 } });
    for (const rank of ["name", () => "x" as never])
      await assert.rejects(opened.compare([first, second], { rank }), {
        code: "INVALID_OPTION",
        message: /^Expected rank to be a formula or function of which the values are numbers, was "/,
      });
  });
});

describe("who cannot be told from a winner", () => {
  afterEach(leaveNothing);

  it("is the other of two equal strategies with other seeds", async () => {
    const opened = await lab();
    const sessions = await Promise.all(["x", "y"].map((seed) => opened.run(one, noise, { name: seed, seed })));
    const comparison = await opened.compare(sessions);
    const { notDistinguishable, noAnswer, pValue, winner: best, runnerUp } = winner(comparison, "sharpe");
    assert.deepEqual([notDistinguishable, noAnswer], [[runnerUp], null]);
    assert.ok(pValue !== null && pValue > 0.05);
    assert.match(
      inspect(comparison),
      new RegExp(`Leader +${best}, with Sharpe ratio .* not distinguishable from ${runnerUp} `),
    );
  });

  it("is nobody where one is truly better, and everybody knows it from the baseline", async () => {
    const opened = await lab();
    const sessions = [];
    for (const symbol of ["A", "B"])
      for (const often of [1, 2])
        sessions.push(
          await opened.run(pair, holding, {
            name: `${symbol}${often}`,
            symbols: [symbol],
            initialCapital: 1e6 * often,
          }),
        );
    const two = await opened.compare([sessions[0], sessions[2]]);
    assert.deepEqual(winner(two, "sharpe").notDistinguishable, []);
    assert.match(inspect(two), /distinguishable from the other \(p 0\.\d+\)/);
    // Two runs of one strategy are as good as each other.
    const four = await opened.compare(sessions, { baseline: sessions[2] });
    const { winner: best, notDistinguishable, beatsBaseline } = winner(four, "sharpe");
    const both = new Set([...best.split(", "), ...(notDistinguishable ?? [])]);
    assert.deepEqual([...both].sort(), ["A1", "A2"]);
    assert.deepEqual(beatsBaseline, ["A1", "A2"]);
    const against = four.againstRows("sharpe");
    assert.deepEqual(
      against.map(({ session, better }) => [session, better]),
      [
        ["A1", true],
        ["A2", true],
        ["B2", false],
      ],
    );
    for (const { difference, low, high } of against)
      assert.ok((low ?? 1) <= (difference ?? 0) && (difference ?? 0) <= (high ?? -1));
  });

  it("has no answer with fewer than 60 days in common, and null where days say nothing", async () => {
    const opened = await lab();
    const few = one.slice("2020-01-01", "2020-02-20");
    const sessions = await Promise.all(["x", "y"].map((seed) => opened.run(few, noise, { name: seed, seed })));
    const comparison = await opened.compare(sessions);
    const reason = "37 returns in common are too few, it takes 60";
    assert.equal(winner(comparison, "sharpe").noAnswer, reason);
    assert.equal(winner(comparison, "sharpe").notDistinguishable, null);
    const { columns, rows } = tableOf(comparison.winners());
    const cell = (metric: string) =>
      rows.find(([key]) => key === metric)?.[columns.indexOf("notDistinguishable")] ?? null;
    assert.equal(cell("sharpe"), `no answer: ${reason}`);
    for (const metric of ["totalReturn", "maxDrawdown", "finalEquity"]) assert.equal(cell(metric), null);
    for (const row of comparison.intervalRows("sharpe")) assert.deepEqual([row.low, row.noAnswer], [null, reason]);
    assert.match(inspect(comparison), new RegExp(`no answer, ${reason}`));
  });

  it("has intervals that hold the value, the same of the same seed, and narrower of a larger alpha", async () => {
    const opened = await lab();
    const sessions = await Promise.all(["x", "y", "z"].map((seed) => opened.run(one, noise, { name: seed, seed })));
    const rows = async (options: object) => (await opened.compare(sessions, options)).intervalRows();
    const [first, again, other] = [await rows({}), await rows({}), await rows({ seed: "other" })];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
    const own = new Map(sessions.map((session) => [session.name, session.metrics()]));
    for (const { metric, session, value, low, high, noAnswer } of first) {
      if (noAnswer !== null) continue;
      assert.ok(Math.abs((value ?? 0) - (own.get(session)?.[metric] ?? 1)) < 1e-9, metric);
      assert.ok((low ?? 1) <= (value ?? 0) && (value ?? 0) <= (high ?? -1), metric);
    }
    const wide = await rows({ alpha: 0.3 });
    for (const [at, { low, high }] of wide.entries())
      if (low !== null) assert.ok(low > (first[at].low ?? 0) && (high ?? 0) < (first[at].high ?? 0));
  });

  it("is not asked with no draws", async () => {
    const opened = await lab();
    const sessions = await Promise.all(["x", "y"].map((seed) => opened.run(one, noise, { name: seed, seed })));
    const { noAnswer } = winner(await opened.compare(sessions, { draws: 0 }), "sharpe");
    assert.equal(noAnswer, "no resamples were asked for");
  });

  it("is the same of sessions that were stored", async () => {
    const path = newFile();
    const opened = await lab(path);
    for (const seed of ["x", "y", "z"]) await opened.run(one, noise, { name: seed, seed });
    const options = { rank: "sharpe - abs(maxDrawdown)", baseline: "y" };
    const live = await opened.compare(["x", "y", "z"], options);
    const shown = [live, live.winners(), live.intervals(), live.sessions(), live.settings(), live.against()].map(
      (part) => inspect(part),
    );
    await opened.close();
    const stored = await (await lab(path)).compare(["x", "y", "z"], options);
    const again = [
      stored,
      stored.winners(),
      stored.intervals(),
      stored.sessions(),
      stored.settings(),
      stored.against(),
    ];
    assert.deepEqual(
      again.map((part) => inspect(part)),
      shown,
    );
  });

  it("has no answer for a volatility of too few spells, and one for many days of none", async () => {
    const opened = await lab();
    const answer = async (bars: number) => {
      const feed = gbm({ A: { price: 100, volatility: 0.2 } }, { bars, interval: "1d", seed: "spells" });
      const sessions = [];
      for (const seed of ["x", "y"]) sessions.push(await opened.run(feed, noise, { seed, params: { often: 1 } }));
      return winner(await opened.compare(sessions), "annualVolatility").noAnswer;
    };
    assert.match(String(await answer(100)), /^100 days are too few to see spells of volatility, it takes 1000$/);
    assert.equal(await answer(1500), null);
  });
});
