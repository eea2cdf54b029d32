import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  commissionBps,
  defineStrategy,
  type Lab,
  latencyBars,
  latencyMs,
  maxPositionWeight,
  metricsOf,
  noCommission,
  noSlippage,
  type Session,
  slippageBps,
} from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { glanceAt, liveCard } from "../../src/views/live/view";
import { apple, lab, leaveNothing, newSession, year } from "../api/labs";
import { crossover, eventful, failing } from "../api/strategies";

const text = (value: unknown) => inspect(value);
const html = (value: unknown) => String(bundleOf(value)?.["text/html"]);

describe("what ends a cell as plain text", () => {
  let opened: Lab;
  let done: Session;
  const options = { ...apple, benchmark: "SPX", commission: commissionBps(1) };

  before(async () => {
    opened = await lab();
    done = await opened.run(year, crossover, { ...options, name: "done" });
  });
  after(leaveNothing);

  it("is a card of the session: what it is, how it stands, what came of it", () => {
    const lines = text(done).split("\n");
    assert.equal(lines[0], "Session done  (COMPLETED, END_OF_FEED)");
    assert.match(lines[1], /^ {2}Strategy +crossover \(fast 5, slow 20\)$/);
    assert.match(lines[2], /^ {2}Symbols +AAPL$/);
    assert.match(lines[3], /^ {2}Range +2013-05-13 to 2014-05-30, 265 steps$/);
    assert.match(lines[4], /^ {2}Equity +100,000\.00 → \d{2,3},\d{3}\.\d\d$/);
    assert.match(lines[5], /^ {2}Total return +-?\d+\.\d+ % {2}\(SPX \d+\.\d+ %, price only\)$/);
    const live = liveCard(done.core, { glance: glanceAt(done.core), secondsLeft: undefined }).text();
    assert.match(live, /\n {2}Benchmark +-?\d+\.\d+ % {2}\(SPX, price only\)\n/);
    const places = new Set(lines.slice(1, 11).map((line) => /^ {2}\S.*? {2,}(?=\S)/.exec(line)?.[0].length));
    assert.equal(places.size, 1, "the values are aligned");
  });

  it("has common decimals in the amounts of a small account that stand together", async () => {
    const tiny = defineStrategy({ name: "tiny", onBar: ({ orderTargetWeight }) => orderTargetWeight("AAPL", 0.5) });
    const session = await opened.run(year, tiny, { ...apple, initialCapital: 0.01, lotSize: 1e-8 });
    assert.match(text(session), /^ {2}Equity +0\.010000 → 0\.0\d{5}$/m);
    const then = text(session.at("2014-01-02"));
    assert.match(then, /^ {2}Equity +0\.0\d{5}, /m);
    assert.match(then, /^ {2}Cash +0\.0\d{5}$/m);
    const liveText = liveCard(session.core, { glance: glanceAt(session.core), secondsLeft: undefined }).text();
    assert.match(liveText, /\n {2}Equity +0\.0\d{5}\n {2}Profit +[+-]?0\.0\d{5} /);
    assert.match(liveText, /\n {2}Curve +from 0\.0\d{5} to 0\.0\d{5}, /);
    assert.equal(session.plotEquity().layout.yaxis?.hoverformat, ",.6f");
    assert.equal(done.plotEquity().layout.yaxis?.hoverformat, ",.2f");
  });

  it("is a card in each state", async () => {
    const fresh = await newSession({ name: "fresh" });
    assert.match(text(fresh), /^Session fresh {2}\(CREATED\)\n.*\n.*\n {2}Range +not started$/);
    await fresh.start();
    assert.match(text(fresh), /^Session fresh {2}\(RUNNING\)/);
    await fresh.pause();
    await fresh.step(30);
    assert.match(text(fresh), /^Session fresh {2}\(PAUSED\)\n.*\n.*\n {2}Range +2013-05-13 to 2013-06-24, 30 steps\n/);
    await fresh.stop();
    assert.match(text(fresh), /^Session fresh {2}\(COMPLETED, STOPPED\)/);
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
    await assert.rejects(failed.run());
    assert.match(text(failed), /^Session failed {2}\(FAILED\)/);
    assert.match(
      text(failed),
      /\n {2}Error +Strategy "failing" failed in onBar at 2013-06-24 \(AAPL, bar 30\): no more\n/,
    );
  });

  it("says what a strategy asked for and did not get", async () => {
    const session = await opened.run(year, eventful, { ...apple, name: "eventful" });
    assert.match(text(session), /\n {2}Refused +1 NO_PRICE, \d+ SHORTING_NOT_ALLOWED/);
  });

  it("is what a lab, a comparison, a feed, metrics and figures hold", async () => {
    assert.match(text(opened), /^Lab :memory:\n {2}Sessions +\d+ \(\d+ COMPLETED/);
    assert.match(
      text(year),
      /^us-daily {2}\(feed\)\n {2}Symbols +AAPL, SPX\n {2}Benchmark +SPX, traded only where symbols name it\n {2}Interval +1d\n {2}Calendar +XNYS \(America\/New_York\)\n {2}Range +2013-05-13 to 2014-05-30\n {2}Bars +530$/,
    );
    const alike = await opened.run(year, crossover, { ...options, name: "alike" });
    const comparison = await opened.compare([done, alike]);
    assert.match(
      text(comparison),
      /^done, alike {2}\(comparison\)\n {2}Leader {2}done, alike, with Sharpe ratio [\d.]+; they do not differ\n/,
    );
    assert.match(
      text(comparison),
      /\n {2}Window {2}2013-05-13 to 2014-05-30\n\nThe best of each metric has \*\n {2}metric +done +alike\n/,
    );
    assert.match(text(done.metrics()), /^Metrics of done {2}\(returns every day, 252 a year\)\n {2}Total return +-?\d/);
    assert.match(text(done.plotEquity()), /^Equity of done, 2013-05-10 to 2014-05-30\n/);
    assert.match(text(done.plotPrice()), /AAPL/);
    assert.match(text(done.trades()), /^symbol +direction .* grossPnl +netPnl/);
    assert.match(text(await opened.sessions()), /^name +state +strategy/);
  });

  it("marks what a record of less than a year extrapolates, wherever it is shown", async () => {
    const short = await opened.run(year.slice("2013-05-13", "2013-08-30"), crossover, { ...apple, name: "short" });
    const comparison = await opened.compare([done, short]);
    const mark = /\(< 1 year\)/;
    assert.match(text(short), /\n {2}CAGR +-?[\d.,]+ % \(< 1 year\)\n/);
    for (const shown of [text(short.metrics()), text(short.metricsFrame())]) {
      const marked = shown.split("\n").filter((line) => mark.test(line));
      assert.deepEqual(marked.length, 2, shown);
      for (const line of marked) assert.match(line, /^ *(CAGR|Calmar ratio|cagr|calmar) /);
    }
    const against = await opened.run(year.slice("2013-05-13", "2013-08-30"), crossover, {
      ...apple,
      name: "short against",
      benchmark: "SPX",
    });
    assert.match(text(against.metrics()), /\n {2}Alpha \(annual\) +-?[\d.,]+ % \(< 1 year\)\n/);
    assert.match(text(against.metrics()), /\n {2}Information ratio +-?[\d.,]+ \(< 1 year\)\n/);
    for (const shown of [text(done), text(done.metrics()), text(done.metricsFrame())]) assert.doesNotMatch(shown, mark);
    // Both are measured on the days of the short one.
    assert.match(text(comparison.metrics()), /\ncagr( +-?[\d.,]+ % \(< 1 year\)){2}\n/);
    const [cagr] = text(comparison.winners())
      .split("\n")
      .filter((line) => line.startsWith("cagr"));
    assert.match(cagr, /\(< 1 year\)/);
    assert.match(text(metricsOf({ equity: [100, 101], periodsPerYear: 252 })), /CAGR +1,127\.4 % \(< 1 year\)/);
    const minutes = metricsOf({ equity: [100, 101, 100.9], periodsPerYear: 98_280 });
    for (const line of text(minutes)
      .split("\n")
      .filter((shown) => mark.test(shown)))
      assert.match(line, /^ +(CAGR +\d\.\d\de\+\d+ %|Calmar ratio +\d\.\d\de\+\d+) \(< 1 year\)$/);
  });

  it("is what anyone's own series come to", () => {
    const metrics = metricsOf({ equity: [100, 103, Number.NaN, 106], periodsPerYear: 252 });
    assert.match(
      text(metrics),
      /^Metrics {2}\(2 returns, 252 a year, 1 not finite and left out\)\n {2}Total return +6\.00 %/,
    );
    assert.match(html(metrics), /<strong>Metrics<\/strong>/);
    assert.equal(JSON.parse(JSON.stringify(metrics)).totalReturn, metrics.totalReturn);
  });

  it("is what a strategy, a model and a rule are, with their params", () => {
    assert.equal(text(crossover), "crossover  (strategy)\n  Params  fast 5, slow 20\n  Hooks   onBar");
    assert.equal(text(commissionBps(1)), "commissionBps(1)");
    assert.equal(text(commissionBps(1, { minimum: 2 })), "commissionBps(1, { minimum: 2 })");
    assert.equal(text(slippageBps(5)), "slippageBps(5)");
    assert.equal(text(latencyBars(2)), "latencyBars(2)");
    assert.equal(text(latencyMs(250)), "latencyMs(250)");
    assert.equal(text(maxPositionWeight(0.25)), "maxPositionWeight(0.25)");
    assert.deepEqual([text(noCommission), text(noSlippage)], ["noCommission", "noSlippage"]);
  });

  it("has no line longer than a screen for cards", async () => {
    const long = defineStrategy({
      name: "long",
      params: { list: Array.from({ length: 200 }, (_, at) => at) },
      onBar: () => {},
    });
    const session = await opened.run(year, long, { ...apple, name: "long" });
    for (const line of text(session).split("\n")) assert.ok(line.length <= 160, `${line.length}: ${line}`);
  });
});

describe("what ends a cell as HTML", () => {
  afterEach(leaveNothing);

  it("is escaped, whatever a session, strategy, param, log or error is called", async () => {
    const evil = "<b>x</b><script>alert(1)</script>";
    const opened = await lab();
    const strategy = defineStrategy({
      name: evil,
      params: { [evil]: evil },
      state: () => ({ bars: 0 }),
      onBar({ state, bar, log, buy, record }) {
        log("<b>x</b><script>alert(1)</script>");
        record({ "<b>x</b>": bar.close });
        if (++state.bars === 3) buy(bar.symbol, 1, { tag: "<b>x</b>" });
        if (state.bars === 20) throw new Error("<b>x</b><script>alert(1)</script>");
      },
    });
    const session = await opened.createSession(year, strategy, { ...apple, name: evil });
    await assert.rejects(session.run());
    const other = await opened.run(year, crossover, { ...apple, name: "b" });
    const shown = [
      ...[session, session.metrics(), session.fills(), session.orders(), session.logs(), session.records()],
      ...[session.events(), session.plotEquity(), session.plotPrice(), opened, await opened.sessions()],
      await opened.compare([session, other]),
    ];
    for (const value of shown) {
      assert.ok(!/<b>x|<script>/.test(html(value)), html(value).slice(0, 300));
    }
    assert.ok(html(session).includes("&lt;b&gt;x&lt;/b&gt;"));
  });

  it("goes with plain text, always", async () => {
    const session = await newSession({ name: "a" });
    await session.run();
    for (const value of [session, session.trades(), session.plotEquity(), session.metrics(), year]) {
      const bundle = bundleOf(value);
      assert.equal(bundle?.["text/plain"], text(value));
    }
    const figure = bundleOf(session.plotEquity());
    assert.ok("application/vnd.plotly.v1+json" in (figure ?? {}));
  });
});

describe("figures of a session", () => {
  afterEach(leaveNothing);

  interface Trace {
    readonly name?: string;
    readonly type?: string;
    readonly x: unknown[];
    readonly y?: number[];
    readonly close?: number[];
  }

  it("show the curve, the benchmark scaled to the capital, and the drawdown", async () => {
    const session = await newSession({ name: "a", benchmark: "SPX" });
    await session.run();
    const [benchmark, curve] = session.plotEquity().data as unknown as Trace[];
    assert.deepEqual([curve.name, benchmark.name], ["a", "SPX (price only)"]);
    assert.ok(Math.abs((curve.y?.at(-1) ?? 0) - (session.equityRows().at(-1)?.equity ?? 0)) < 0.01);
    assert.ok(Math.abs((benchmark.y?.[0] ?? 0) - 100_000) < 1e-9);
    const [drawdown] = session.plotDrawdown().data as unknown as Trace[];
    assert.ok(Math.min(...(drawdown.y ?? [])) < 0);
  });

  it("show prices, fills and records, and no bar that a paused session has not seen", async () => {
    const session = await (await lab()).createSession(year, eventful, apple);
    await session.step(50);
    const traces = session.plotPrice().data as unknown as Trace[];
    const candles = traces.find(({ type }) => type === "candlestick");
    assert.equal(candles?.x.length, 50);
    assert.equal(candles?.close?.at(-1), session.recordRows().at(-1)?.close);
    assert.ok(traces.some(({ name }) => name === "values"));
    assert.ok(traces.length >= 4);
  });
});
