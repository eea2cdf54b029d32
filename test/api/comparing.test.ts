import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { type Comparison, gbm } from "../../src/index";
import { holding, noise, one, winner } from "./compared";
import { lab, leaveNothing, newFile, tableOf } from "./labs";

/** Two symbols that move together, of which A grows much faster. */
const pair = gbm(
  { A: { price: 100, drift: 0.4, volatility: 0.2 }, B: { price: 100, drift: 0, volatility: 0.2 } },
  { bars: 1000, interval: "1d", correlation: 0.9, seed: "pair", calendar: "weekdays" },
);

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
    assert.deepEqual(benchmarks, ["benchmark", "A (price only) of seed one", "A (price only) of seed two"]);
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

  it("may be one that covers different parts of the window", async () => {
    const opened = await lab();
    const run = (name: string, benchmark: Parameters<typeof opened.run>[2]) =>
      opened.run(pair, noise, { name, ...benchmark });
    const terms = { price: 100, drift: 0.1, volatility: 0.2 };
    const index = gbm({ I: terms }, { bars: 1000, interval: "1d", seed: "index", calendar: "weekdays" });
    const whole = await run("whole", { benchmark: index });
    const part = await run("part", { benchmark: index.slice("2020-06-01", "2020-07-31") });
    const comparison = await opened.compare([whole, part]);
    assert.ok(comparison.winnerRows().every(({ metric }) => metric !== "alpha"));
    const text = inspect(await opened.compare([whole, part], { rank: "alpha" }));
    assert.match(text, /nobody by alpha[^,]*, because their benchmark covers different parts of the window/i);
    // The record of the one is shorter than a year, that of its session is not.
    assert.match(inspect(part.metrics()), /Alpha \(annual\) +[-\d.,]+ % \(< 1 year\)/);
    assert.doesNotMatch(inspect(whole.metrics()), /< 1 year/);
  });

  it("have no leader by what is measured against them", async () => {
    const opened = await lab();
    for (const benchmark of ["A", "B"] as const) await opened.run(pair, noise, { name: `by ${benchmark}`, benchmark });
    const text = inspect(await opened.compare(["by A", "by B"], { rank: "informationRatio" }));
    assert.match(text, /Leader +nobody by information ratio, because benchmarks differ/i);
  });

  it("are told how an order is written: the highest ranks first, and the smallest is sorted first", async () => {
    const opened = await lab();
    const first = await opened.run(one, holding, { name: "first" });
    const second = await opened.run(one, noise, { name: "second" });
    for (const [text, rank, orderBy] of [
      ["sharpe/2 desc", "sharpe/2", "-(sharpe/2)"],
      ["sharpe + calmar ASC", "-(sharpe + calmar)", "sharpe + calmar"],
      ["abs(sharpe) descending", "abs(sharpe)", "-abs(sharpe)"],
      ["sharpe desc", "sharpe", "-sharpe"],
      // Its lower values are better.
      ["annualVolatility desc", "+annualVolatility", "-annualVolatility"],
    ]) {
      const said = (wanted: string) => ({
        message: new RegExp(`: ${escaped(wanted)} is written for ${escaped(text)}, was`),
      });
      await assert.rejects(opened.compare([first, second], { rank: text }), said(rank));
      await opened.compare([first, second], { rank });
      await assert.rejects(opened.sessions({ orderBy: text }), said(orderBy));
      const comparison = await opened.compare([first, second]);
      assert.throws(() => comparison.sessions({ orderBy: text }), said(orderBy));
    }
  });

  it("are not ranked by text, nor by a condition", async () => {
    const opened = await lab();
    const first = await opened.run(one, noise, { name: "first" });
    const second = await opened.run(one, noise, { name: "second", params: { often: 0.2 } });
    for (const rank of ["name", () => "x" as never, "trades > 1", "not (trades > 1)", () => true as never])
      await assert.rejects(opened.compare([first, second], { rank }), {
        code: "INVALID_OPTION",
        message: /^Expected rank to be a formula or function of which the values are numbers, was ("|true|false)/,
      });
    await opened.compare([first, second], { rank: "sharpe - 2 * (trades > 1)" });
  });
});

describe("sessions that had different amounts of money when their window began", () => {
  afterEach(leaveNothing);

  const inMoney = ["expectancy", "averageWin", "averageLoss", "commission", "slippage", "finalEquity"];
  const won = (comparison: Comparison) => comparison.winnerRows().map(({ metric }) => metric as string);

  it("have no winner of what is in money, and the card says so", async () => {
    const opened = await lab();
    const small = await opened.run(one, noise, { name: "small", initialCapital: 100_000 });
    const large = await opened.run(one, noise, { name: "large", initialCapital: 1_000_000 });
    const comparison = await opened.compare([small, large], { rank: "finalEquity" });
    assert.deepEqual(
      won(comparison).filter((metric) => inMoney.includes(metric)),
      [],
    );
    assert.ok(won(comparison).includes("sharpe"));
    const text = inspect(comparison);
    assert.match(text, /Leader +nobody by final equity, because they began with different amounts of money/i);
    assert.match(text, /Capital +differs where the window begins; nobody wins what is in money/);
  });

  it("are those, too, of which one ran before the others began", async () => {
    const opened = await lab();
    const long = await opened.run(pair, noise, { name: "long" });
    const { time } = long.equityRows()[500];
    const late = await opened.run(pair.slice(new Date(time).toISOString().slice(0, 10)), noise, { name: "late" });
    assert.ok(!won(await opened.compare([long, late])).includes("finalEquity"));
    const again = await opened.run(pair, noise, { name: "again", params: { often: 0.2 } });
    assert.ok(won(await opened.compare([long, again])).includes("finalEquity"));
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
    assert.match(inspect(two), /distinguishable from the other \(p < 0\.001\)/);
    // Two runs of one strategy are as good as each other.
    const four = await opened.compare(sessions, { baseline: sessions[2] });
    const { winners: best, notDistinguishable, beatsBaseline } = winner(four, "sharpe");
    const both = new Set([...best, ...(notDistinguishable ?? [])]);
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

  it("has a p that is never 0, however many resamples there are", async () => {
    const opened = await lab();
    const sessions = [];
    for (const [symbol, seed] of [
      ["A", 1],
      ["B", 2],
    ] as const)
      sessions.push(await opened.run(pair, holding, { name: symbol, symbols: [symbol], seed }));
    const comparison = await opened.compare(sessions, { draws: 10_000, rank: "cagr" });
    const { pValue } = winner(comparison, "cagr");
    assert.ok(pValue !== null && pValue > 0 && pValue < 0.0005, String(pValue));
    assert.match(inspect(comparison), /distinguishable from the other \(p < 0\.001\)/);
  });

  it("has no answer with fewer than 60 days in common, and null where days say nothing", async () => {
    const opened = await lab();
    const few = one.slice("2020-01-01", "2020-02-20");
    const sessions = await Promise.all(["x", "y"].map((seed) => opened.run(few, noise, { name: seed, seed })));
    const comparison = await opened.compare(sessions, { baseline: "x" });
    const reason = "37 returns in common are too few, it takes 60";
    assert.equal(winner(comparison, "sharpe").noAnswer, reason);
    assert.equal(winner(comparison, "sharpe").notDistinguishable, null);
    const { columns, rows } = tableOf(comparison.winners());
    const cell = (metric: string) =>
      rows.find(([key]) => key === metric)?.[columns.indexOf("notDistinguishable")] ?? null;
    assert.equal(cell("sharpe"), `no answer: ${reason}`);
    for (const metric of ["totalReturn", "maxDrawdown", "finalEquity"]) assert.equal(cell(metric), null);
    const [x, y] = sessions.map((session) => session.metrics().sharpe);
    assert.ok(x !== null && y !== null);
    const rowsOf = ({
      low,
      noAnswer,
      ...row
    }: {
      low: unknown;
      noAnswer: unknown;
      value?: unknown;
      difference?: unknown;
    }) => [row.value ?? row.difference, low, noAnswer];
    assert.deepEqual(comparison.intervalRows("sharpe").map(rowsOf), [
      [x, null, reason],
      [y, null, reason],
    ]);
    assert.deepEqual(comparison.againstRows("sharpe").map(rowsOf), [[y - x, null, reason]]);
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

  it("has intervals and tests that say how they were made, in frames and in the report", async () => {
    const opened = await lab();
    const long = gbm({ A: { price: 100, volatility: 0.2 } }, { bars: 1500, interval: "1d", seed: "spells" });
    for (const seed of ["x", "y"]) await opened.run(long, noise, { name: seed, seed, params: { often: 1 } });
    const made = async (draws: number) => opened.compare(["x", "y"], { baseline: "x", draws, seed: "s", alpha: 0.1 });
    const asked = await made(1200);
    const how =
      /: intervals of 90 % \(alpha 0\.1\), percentiles of the stationary bootstrap of days, 1,200 draws, seed "s"$/m;
    const halved = /^those of the volatility are made for half of alpha/m;
    assert.match(inspect(asked.intervals()), how);
    assert.match(inspect(asked.intervals()), halved);
    assert.doesNotMatch(inspect(asked.intervals("sharpe")), halved);
    const against = inspect(asked.against());
    assert.match(against, how);
    assert.match(against, /^better: StepM, one test of all sessions together at alpha 0\.1, so that it may differ/m);
    const pageOf = async (comparison: typeof asked) =>
      readFileSync((await comparison.report(newFile("how.html"))).path, "utf8");
    const page = await pageOf(asked);
    assert.equal(page.match(/: intervals of 90 % \(alpha 0\.1\)/g)?.length, 2);
    assert.ok(page.includes("better: StepM, "));
    // Without any interval, nothing is said of them.
    assert.doesNotMatch(await pageOf(await made(0)), /intervals of 90|StepM/);
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
    assert.match(shown[0], /^ *Baseline +y$/m);
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
    assert.match(String(await answer(100)), /^100 days are too few to see spells of volatility, it takes 1,000$/);
    assert.equal(await answer(1500), null);
  });
});

function escaped(text: string): string {
  return text.replace(/[()+*/]/g, "\\$&");
}
