import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, gbm, replay, type Session } from "../../src/index";
import type { BarTrace, CandlestickTrace, Figure, HeatmapTrace, ScatterTrace } from "../../src/output/plotly/figure";
import { apple, lab, leaveNothing, newSession, year } from "../api/labs";
import { crossover } from "../api/strategies";
import { bars, day } from "../support/bars";

const candlesOf = (figure: Figure) => figure.data.find((trace) => trace.type === "candlestick") as CandlestickTrace;
const named = (figure: Figure, name: string) => figure.data.find((trace) => trace.name === name) as ScatterTrace;

const flipping = defineStrategy({
  name: "flipping",
  onBar({ bar, history, orderTargetWeight, record }) {
    const { close } = history(bar.symbol);
    record({ close: bar.close, steps: close.length });
    orderTargetWeight(bar.symbol, close.length % 40 < 20 ? 1 : 0);
  },
});

async function minutes(): Promise<Session> {
  const start = { interval: "5m", calendar: "XNYS", start: "2024-01-02", bars: 3000, seed: 4 } as const;
  const feed = gbm({ AAA: { price: 100, drift: 0.1, volatility: 0.3 } }, start);
  return (await lab()).run(feed, flipping, { name: "minutes" });
}

describe("figures of a session that ran", () => {
  afterEach(leaveNothing);
  let session: Session;
  beforeEach(async () => {
    session = await newSession({ name: "a", benchmark: "SPX" });
    await session.run();
  });

  it("are under 300 KB, with a title each", () => {
    const figures = [
      ...[session.plotEquity(), session.plotDrawdown(), session.plotReturns(), session.plotReturns("month")],
      ...[session.plotMonths(), session.plotRolling({ window: 20 }), session.plotExposure(), session.plotTrades()],
      session.plotPrice(),
    ];
    for (const figure of figures) {
      assert.ok(JSON.stringify(figure).length < 300_000);
      assert.ok(figure.layout.title?.text);
    }
  });

  it("tell the values at risk that the metrics tell", () => {
    const { valueAtRisk95 } = session.metrics();
    const { data } = session.plotReturns();
    const line = data.find(({ name }) => name.startsWith("VaR 95 %")) as ScatterTrace;
    assert.equal(line.x[0], Number(valueAtRisk95?.toPrecision(6)));
    assert.equal(
      (data[0] as BarTrace).y.reduce<number>((a, b) => a + Number(b), 0),
      session.returnRows().filter((row) => row.return !== 0).length,
    );
  });

  it("have the return of each month and year", () => {
    const [cells] = session.plotMonths().data as HeatmapTrace[];
    const months = cells.z.flatMap((row) => row.slice(0, 12)).filter((value) => value !== null);
    const expected = session.returnRows("month").map((row) => Number(row.return.toPrecision(6)));
    assert.deepEqual(months, expected);
    const years = session.returnRows("year").map((row) => Number(row.return.toPrecision(6)));
    assert.deepEqual(
      cells.z.map((row) => row[12]),
      years,
    );
  });

  it("have the rolling metrics of the benchmark, which over the whole record are what its own series has", () => {
    // The first bar's day has no level of the benchmark before it.
    const window = session.returnRows().length - 1;
    const [benchmark] = session.plotRolling({ metric: "totalReturn", window }).data as ScatterTrace[];
    assert.equal(benchmark.name, "SPX (price only)");
    assert.ok(Math.abs(Number(benchmark.y.at(-1)) - Number(session.metrics().benchmarkReturn)) < 1e-6);
  });

  it("have rolling metrics, of which the last over the whole record is that of the session", () => {
    const window = session.returnRows().length;
    const lastOf = (metric: "sharpe" | "annualVolatility" | "totalReturn") =>
      Number((session.plotRolling({ metric, window }).data.at(-1) as ScatterTrace).y.at(-1));
    const metrics = session.metrics();
    for (const metric of ["sharpe", "annualVolatility", "totalReturn"] as const)
      assert.ok(Math.abs(lastOf(metric) - Number(metrics[metric])) < 1e-6, metric);
    assert.throws(() => session.plotRolling({ window: 0.5 }), { code: "INVALID_OPTION" });
    assert.throws(
      () => session.plotRolling({ metric: "sharp" } as object),
      /Expected metric to be.*Did you mean "sharpe"\?/,
    );
    assert.throws(() => session.plotRolling({ windows: 9 } as object), { code: "UNKNOWN_OPTION" });
    const none = session.plotRolling({ window: 10_000 });
    assert.match(inspect(none), /nothing to draw: no window of 10,000 returns has a Sharpe ratio$/);
    assert.match(String(none.layout.annotations?.[0].text), /^Nothing to draw:<br>no window/);
    assert.deepEqual([none.layout.xaxis.visible, none.layout.yaxis.visible], [false, false]);
  });

  it("have bars of what each part earned, which sum to the change of the equity", () => {
    for (const by of ["symbol", "side", "month", "tag", "cost"] as const) {
      const [bars] = session.plotAttribution(by).data as BarTrace[];
      const sum = bars.x.reduce<number>((a, b) => a + Number(b), 0);
      assert.ok(Math.abs(sum - (Number(session.metrics().finalEquity) - 100_000)) < 0.01 * bars.x.length, by);
    }
  });

  it("refuse what they do not take, as JavaScript would leave it out", async () => {
    const given = session as unknown as Record<string, (...given: readonly unknown[]) => Figure>;
    const plain = ["plotEquity", "plotDrawdown", "plotMonths", "plotRelative", "plotExposure", "plotTrades"];
    for (const name of plain) {
      assert.throws(() => given[name]({ foo: 1 }), {
        code: "UNKNOWN_OPTION",
        message: /^Unknown option "foo" of plot/,
      });
      const message = `Expected ${name} to be called without further arguments, was called with "days" too`;
      assert.throws(() => given[name]("days"), { code: "INVALID_OPTION", message });
    }
    const message = "Expected symbol to be one of AAPL, was null";
    assert.throws(() => given.plotPrice(null), { code: "INVALID_OPTION", message });
    assert.equal(given.plotPrice().data.length, given.plotPrice("AAPL").data.length);
  });

  it("mark every trade", () => {
    assert.match(session.plotTrades().layout.xaxis.title?.text ?? "", /^Farthest against the trade/);
    const marks = session.plotTrades().data.reduce((sum, { x }) => sum + x.length, 0);
    assert.equal(marks, session.tradeRows().length);
  });
});

describe("a price figure of a session", () => {
  afterEach(leaveNothing);

  it("has every bar of a window, at the times of the feed's zone, without nights and weekends", async () => {
    const session = await minutes();
    const figure = session.plotPrice("AAA", { from: "2024-01-04", to: "2024-01-09" });
    const { x } = candlesOf(figure);
    assert.equal(x.length, 4 * 78);
    assert.deepEqual([x[0], x.at(-1)], ["2024-01-04 09:35", "2024-01-09 16:00"]);
    assert.equal(figure.layout.xaxis.title?.text, "America/New_York");
    assert.equal((figure.layout.xaxis.rangebreaks as { values: string[] }[]).flatMap(({ values }) => values).length, 3);
    assert.equal(named(figure, "close").x.length, 4 * 78);
  });

  it("stands around a trade, an order, a fill or a time", async () => {
    const session = await minutes();
    const trade = session.tradeRows()[5];
    const figure = session.plotPrice("AAA", { around: trade.id });
    assert.match(figure.layout.title?.text ?? "", new RegExp(`around ${trade.id}$`));
    assert.equal(candlesOf(figure).x.length, 40 + 21 + 40);
    const lines = figure.data.filter(({ name }) => name === "Won" || name === "Lost") as ScatterTrace[];
    assert.ok(lines.some(({ y }) => y.includes(Number(trade.entryPrice.toPrecision(8)))));
    assert.equal(candlesOf(session.plotPrice("AAA", { around: trade.entryOrderId })).x.length > 80, true);
    assert.equal(candlesOf(session.plotPrice("AAA", { around: "2024-01-09T15:00:00Z" })).x.length, 81);
    assert.throws(() => session.plotPrice("AAA", { around: "trade-9999" }), { code: "INVALID_OPTION" });
    assert.throws(() => session.plotPrice("AAA", { around: "trade-1", from: "2024-01-04" }), /alone/);
  });

  it("shows beside the bars what is asked for", async () => {
    const session = await minutes();
    const names = (show?: string[]) => session.plotPrice("AAA", { show }).data.map(({ name }) => name);
    assert.deepEqual(names([]), ["AAA"]);
    assert.deepEqual(names(["volume", "steps"]), ["AAA", "Volume", "steps"]);
    assert.deepEqual(names(["fills"]), ["AAA", "Buys", "Sells"]);
    for (const name of ["Volume", "close", "steps", "Won", "Lost", "Buys", "Sells"]) assert.ok(names().includes(name));
    const message = /Expected show to be a list of "fills", "trades", "volume", "records".*Did you mean "volume"\?/;
    assert.throws(() => names(["volum"]), { code: "INVALID_OPTION", message });
  });

  it("says what it leaves out of many trades, and what fills have in common", async () => {
    const bars = Array.from({ length: 1400 }, (_, at) => {
      const price = 100 + (at % 7);
      return { symbol: "X", time: at * 86_400_000, open: price, high: price, low: price, close: price, volume: 1e6 };
    });
    const inTurn = defineStrategy({
      name: "in turn",
      onBar: ({ buy, close, position }) => void (position("X").quantity > 0 ? close("X") : buy("X", 10)),
    });
    const session = await (await lab()).run(replay(bars, { calendar: "always", interval: "1d" }), inTurn);
    const named = session.plotPrice("X").data.map(({ name }) => name);
    const won = session.tradeRows().filter(({ netPnl }) => netPnl > 0).length;
    const lost = session.tradeRows().length - won;
    assert.ok(Math.max(won, lost) > 300 && Math.min(won, lost) < 300);
    const [many, few] = won > lost ? ["Won", "Lost"] : ["Lost", "Won"];
    assert.ok(named.includes(`${many}, the 300 largest of ${Math.max(won, lost)}`) && named.includes(few), `${named}`);
    assert.ok(named.includes("Buys, up to 3 a marker") && named.includes("Sells, up to 3 a marker"), `${named}`);
  });

  it("may show no bars", async () => {
    const session = await minutes();
    assert.match(inspect(session.plotPrice("AAA", { from: "2030-01-01" })), /nothing to draw/);
    assert.throws(
      () => session.plotPrice("AAA", { from: "2024-01-09", to: "2024-01-08" }),
      /from to be at or before to/,
    );
    const morning = session.plotPrice("AAA", { from: "2024-01-09", to: "2024-01-09T16:00:00Z" });
    assert.ok(!/nothing to draw/.test(inspect(morning)));
  });

  it("draw records of prices in the shares after a split, and others as they are", async () => {
    const prices = [100, 101, 108, 55, 56, 47.5];
    const feed = replay(bars("A", prices, { interval: day }), {
      calendar: "always",
      interval: "1d",
      actions: [{ ex_date: "2024-01-05", symbol: "A", type: "split", value: 2 }],
    });
    const recording = defineStrategy({
      name: "recording",
      state: () => ({ bars: 0 }),
      onBar: ({ bar, state, record }) =>
        // A stop is 0 where there is none; 75 is between half and twice of 108 and of 55.
        record({ stop: state.bars++ % 2 === 0 ? 0 : bar.close * 0.9, oscillator: 75 + state.bars }),
    });
    const figure = (await (await lab()).run(feed, recording)).plotPrice();
    assert.deepEqual(candlesOf(figure).close, [50, 50.5, 54, 55, 56, 47.5]);
    assert.deepEqual(named(figure, "stop").y, [0, 45.45, 0, 49.5, 0, 42.75]);
    assert.deepEqual(named(figure, "oscillator").y, [76, 77, 78, 79, 80, 81]);
  });
});

describe("figures of a comparison", () => {
  afterEach(leaveNothing);

  it("have the days of each session, also where they end at other times than those of the first", async () => {
    const opened = await lab();
    const dates = Array.from({ length: 47 }, (_, at) => new Date(Date.UTC(2024, 0, 1 + at)))
      .filter((date) => date.getUTCDay() % 6 > 0)
      .map((date) => date.toISOString().slice(0, 10));
    const zones = ["UTC", "America/New_York", "Asia/Tokyo"];
    for (const timezone of zones) {
      const rows = dates.map((time, at) => ({ symbol: "A", time, open: 9, high: 11, low: 8, close: 9 + (at % 3) }));
      await opened.run(replay(rows, { timezone, calendar: "weekdays" }), flipping, { name: timezone });
    }
    for (const names of [zones, [...zones].reverse()])
      for (const { x, name } of (await opened.compare(names)).plotEquity().data as ScatterTrace[])
        assert.deepEqual(x, ["2023-12-29", ...dates], name);
  });

  it("are lines of up to eight sessions, and of more the best, the worst, the named and a band", async () => {
    const opened = await lab();
    const sessions: Session[] = [];
    for (let fast = 2; fast <= 12; fast++)
      sessions.push(
        await opened.run(year, crossover, { name: `fast-${fast}`, ...apple, benchmark: "SPX", params: { fast } }),
      );
    const compared = await opened.compare(sessions.slice(0, 8));
    const few = compared.plotEquity();
    assert.deepEqual(
      few.data.map(({ name }) => name),
      ["SPX (price only)", ...sessions.slice(0, 8).map(({ name }) => name)],
    );
    const many = await opened.compare(sessions);
    const growth = sessions.map((one) => one.metrics().totalReturn as number);
    const best = sessions[growth.indexOf(Math.max(...growth))].name;
    const worst = sessions[growth.indexOf(Math.min(...growth))].name;
    const other = sessions.map(({ name }) => name).find((name) => name !== best && name !== worst) as string;
    const lines = [`${best} (grew most)`, `${worst} (grew least)`, other];
    const band = ["Lower edge of the middle 90 % of 11", "Middle 90 % of 11", "Median of 11"];
    const options = { names: [other] };
    assert.deepEqual(
      many.plotEquity(options).data.map(({ name }) => name),
      [...band, "SPX (price only)", ...lines],
    );
    assert.deepEqual(
      many.plotDrawdown(options).data.map(({ name }) => name),
      [...band, "SPX (price only)", ...lines],
    );
    assert.deepEqual(
      many.plotRolling({ ...options, window: 30 }).data.map(({ name }) => name),
      [...band, "SPX (price only)", ...lines],
    );
    // A metric against the benchmark has no line for that.
    assert.ok(many.plotRolling({ metric: "beta" }).data.every(({ name }) => !name.startsWith("SPX")));
    const itself = sessions.find(({ name }) => name === other) as Session;
    for (const names of [[itself], [itself.id]])
      assert.deepEqual(
        many.plotEquity({ names }).data.map(({ name }) => name),
        [...band, "SPX (price only)", ...lines],
      );
    const stranger = { code: "INVALID_OPTION", message: /^Expected names to be compared sessions .*, was "fast-10"/ };
    assert.throws(() => compared.plotEquity({ names: [sessions[8]] }), stranger);
    assert.throws(() => many.plotEquity({ names: ["nobody"] }), { code: "INVALID_OPTION" });
    assert.throws(() => many.plotEquity({ name: [] } as object), { code: "UNKNOWN_OPTION" });
  });
});

describe("a heat map of compared sessions", () => {
  after(leaveNothing);

  it("has a cell for each two values of two params, the mean of the sessions that have them", async () => {
    const opened = await lab();
    const sessions = [];
    for (const fast of [2, 4, 8])
      for (const slow of [10, 20])
        for (const seed of [1, 2])
          if (fast * slow !== 160)
            sessions.push(await opened.run(year, crossover, { ...apple, params: { fast, slow }, seed }));
    // It has no such params, and no cell.
    const other = await opened.run(year, flipping, apple);
    const comparison = await opened.compare([...sessions, other], { rank: "maxDrawdown" });
    const [cells] = comparison.plotHeatmap().data as HeatmapTrace[];
    assert.deepEqual([cells.name, cells.x, cells.y], ["Max drawdown", ["2", "4", "8"], ["10", "20"]]);
    const [one, same] = sessions.filter(({ params }) => params.fast === 4 && params.slow === 20);
    const mean = (Number(one.metrics().maxDrawdown) + Number(same.metrics().maxDrawdown)) / 2;
    assert.equal(cells.z[1][1], Number(mean.toPrecision(6)));
    assert.equal(cells.z[1][2], null);
    const turned = comparison.plotHeatmap({ x: "slow", metric: "totalReturn" });
    assert.match(inspect(turned), /^Total return by slow and fast, means\n/);
    assert.throws(() => comparison.plotHeatmap({ x: "fats" }), /Did you mean "fast"/);
    assert.throws(() => comparison.plotHeatmap({ metric: "sharp" as "sharpe" }), /Did you mean "sharpe"/);
    assert.throws(() => comparison.plotHeatmap({ z: 1 } as object), { code: "UNKNOWN_OPTION" });
    const two = await opened.compare(sessions.slice(0, 3));
    assert.throws(() => two.plotHeatmap(), {
      code: "INVALID_OPTION",
      message: /to differ in two params, was slow alone/,
    });
  });
});
