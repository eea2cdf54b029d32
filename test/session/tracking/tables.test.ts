import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import {
  type CorporateAction,
  commissionFixed,
  defineStrategy,
  gbm,
  replay,
  type Session,
  type SessionOptions,
  slippageBps,
} from "../../../src/index";
import { apart, closeAll, lab, leaveNothing, newFile, tableOf } from "../../api/labs";
import { bars, day } from "../../support/bars";
import { type Plan, planned } from "./planned";

// Midnights a day apart are dates: the first row is the day 2024-01-02.
const rows = [
  [99, 100, 98, 100],
  [100, 102, 99, 101],
  [101, 110, 100, 108],
  [108, 112, 100, 110],
  [110, 114, 108, 112],
  [111, 113, 90, 95],
] as const;

async function planOf(plan: Plan, options: SessionOptions = {}, actions: readonly CorporateAction[] = []) {
  const feed = replay(bars("A", splitRows(actions), { interval: day }), {
    calendar: "always",
    interval: "1d",
    actions,
  });
  const given = { initialCapital: 10_000, shorting: true, ...options, params: { plan } };
  return (await lab()).run(feed, planned, given);
}

// From the day of a split on, prices are those of the new shares.
function splitRows(actions: readonly CorporateAction[]): (readonly [number, number, number, number])[] {
  const from = actions.length === 0 ? rows.length : 3;
  const scaled = (row: readonly number[]) =>
    row.map((price) => price / 2) as unknown as [number, number, number, number];
  return rows.map((row, at) => (at < from ? row : scaled(row)));
}

function excursionsIn(
  list: readonly { bars: number | null; adverseExcursion: unknown; favorableExcursion: unknown }[],
) {
  return list.map((one) => [one.bars, one.adverseExcursion, one.favorableExcursion]);
}

describe("the excursions of a trade", () => {
  afterEach(leaveNothing);

  it("are those of the whole bars between the opens at which it was entered and left", async () => {
    const session = await planOf({ 0: [10], 3: [-10] });
    // Lows 99, 100, 100 and highs 102, 110, 112 from 100 on; the last bar counts with its open only.
    assert.deepEqual(excursionsIn(session.tradeRows()), [[3, -10, 120]]);
    assert.deepEqual(excursionsIn(session.roundTripRows()), [[3, -10, 120]]);
  });

  it("of a short one are worst where prices are high", async () => {
    const session = await planOf({ 0: [-10], 2: [10] });
    assert.deepEqual(excursionsIn(session.tradeRows()), [[2, -100, 10]]);
  });

  it("are in the shares of its exit after a split", async () => {
    const session = await planOf({ 0: [10], 3: [-20] }, {}, [
      { ex_date: "2024-01-05", symbol: "A", type: "split", value: 2 },
    ]);
    const [trade] = session.tradeRows();
    assert.deepEqual([trade.quantity, trade.entryPrice, trade.exitPrice, trade.grossPnl], [20, 50, 55, 100]);
    assert.deepEqual(excursionsIn([trade]), [[3, -10, 120]]);
    assert.deepEqual(excursionsIn(session.roundTripRows()), [[3, -10, 120]]);
    // The figure is in the shares that there are at its end, and says so; the story has both.
    const { data, layout } = session.plotPrice();
    const of = (name: string) => data.find((one) => one.name === name) as unknown as Record<string, number[]>;
    assert.match(layout.title?.text ?? "", /in shares after the 2:1 split<br>of 2024-01-05$/);
    assert.deepEqual(of("Won").y, [50, 55, null]);
    assert.deepEqual([of("Buys").y, of("Sells").y], [[50], [55]]);
    assert.match(String(of("Buys").text), /^Buy 20 at 50\.00/);
    const opens = session.plotPrice().data[0] as unknown as { open: number[]; high: number[]; low: number[] };
    for (const [at, open] of opens.open.entries()) assert.ok(open > 45 && open < 65, `${at}: ${open}`);
    const before = session.plotPrice(undefined, { to: "2024-01-04" });
    assert.equal(before.layout.title?.text, "A");
    assert.deepEqual((before.data.find(({ name }) => name === "Buys") as { y?: unknown }).y, [100]);
    assert.match(String(session.trade(trade.id)), /Entry +2024-01-03 at 50.00 \(100.00 as traded\), gap/);
  });

  it("of a round trip from flat to flat are those of all that it held at each time", async () => {
    const session = await planOf({ 0: [10, "first"], 1: [10, "second"], 2: [-15], 3: [-5] });
    const [trip] = session.roundTripRows();
    const { quantity, fills, entryNotional, grossPnl, tag, days } = trip;
    assert.deepEqual(
      { quantity, fills, entryNotional, grossPnl, tag, days },
      {
        ...{ quantity: 20, fills: 4, entryNotional: 2010, tag: "first", days: 3 },
        // -1000 - 1010 + 15 * 108 + 5 * 110
        grossPnl: 160,
      },
    );
    // The low of 99 with ten, and the high of 110 with twenty: 10 * 10 + 10 * 9.
    assert.deepEqual(excursionsIn([trip]), [[3, -10, 190]]);
    assert.equal(session.tradeRows().length, 3);
  });

  it("are not known where the file of the bars is gone, and say why", async () => {
    const path = newFile();
    const csv = join(dirname(path), "prices.csv");
    const head = "date,open,high,low,close,volume\n";
    writeFileSync(csv, head + rows.map((row, at) => `2024-01-0${at + 1},${row.join()},100`).join("\n"));
    const feed = replay(csv, { symbol: "A", calendar: "always" });
    const live = await (await lab(path)).run(feed, planned, { name: "a", params: { plan: { 0: [10], 3: [-10] } } });
    assert.deepEqual(excursionsIn(live.tradeRows()), [[3, -10, 120]]);
    await closeAll();
    assert.deepEqual(excursionsIn((await (await apart(path)).session("a")).tradeRows()), [[3, -10, 120]]);
    await closeAll();
    rmSync(csv);
    const session = await (await apart(path)).session("a");
    assert.deepEqual(excursionsIn(session.tradeRows()), [[null, null, null]]);
    assert.match(inspect(session.trade("trade-1")), /Excursions +not known: .*prices\.csv/);
    assert.equal(session.trade("trade-1").entry.decisionPrice, null);
    const [snapshot] = session.snapshotRows();
    assert.doesNotThrow(() => session.attributionRows("symbol", { to: snapshot.time }));
  });
});

describe("open lots", () => {
  afterEach(leaveNothing);

  it("are what is left of entries, with what is left of their costs", async () => {
    const session = await planOf({ 0: [10, "x"], 1: [4, "y"], 3: [-6] }, { commission: commissionFixed(5) });
    const [first, second] = session.openLotRows();
    assert.deepEqual(
      [first.quantity, first.entryPrice, first.entryCommission, first.tag, first.entryOrderId],
      [4, 100, 2, "x", "order-1"],
    );
    assert.deepEqual([second.quantity, second.entryPrice, second.entryCommission, second.tag], [4, 101, 5, "y"]);
    assert.deepEqual([first.price, first.marketValue, first.grossPnl, first.netPnl], [95, 380, -20, -22]);
    assert.deepEqual([first.days, second.days], [4, 3]);
  });
});

describe("the metrics of trades", () => {
  afterEach(leaveNothing);

  it("are told by any column of the trades, and by when they were over", async () => {
    const session = await planOf({ 0: [10, "x"], 1: [-10], 2: [-5, "y"], 3: [5] });
    const by = (name: "tag" | "direction" | "day" | "weekday" | "month" | "bars" | "exitDate" | "entryDate") =>
      session.tradeMetricRows(name).map((row) => [row[name], row.trades, row.netPnl]);
    assert.deepEqual(by("tag"), [
      ["x", 1, 10],
      ["y", 1, -10],
    ]);
    assert.deepEqual(by("direction"), [
      ["long", 1, 10],
      ["short", 1, -10],
    ]);
    assert.deepEqual(by("day"), [
      ["2024-01-04", 1, 10],
      ["2024-01-06", 1, -10],
    ]);
    assert.deepEqual(by("exitDate"), by("day"));
    assert.deepEqual(by("entryDate"), [
      ["2024-01-03", 1, 10],
      ["2024-01-05", 1, -10],
    ]);
    assert.deepEqual(by("weekday"), [
      ["Thursday", 1, 10],
      ["Saturday", 1, -10],
    ]);
    assert.deepEqual(by("month"), [["2024-01", 2, 0]]);
    assert.deepEqual(by("bars"), [[1, 2, 0]]);
    assert.deepEqual(tableOf(session.tradeMetrics("tag")).columns[0], "tag");
  });

  it("are by any column of trades, also by one of a metric's name", async () => {
    const session = await planOf({ 0: [10], 1: [-10], 2: [4] });
    const { columns } = tableOf(session.trades());
    for (const by of columns as readonly Parameters<typeof session.tradeMetrics>[0][]) {
      const found = tableOf(session.tradeMetrics(by));
      assert.equal(new Set(found.columns).size, found.columns.length, by);
      assert.ok(found.rows.length > 0, by);
    }
    assert.equal(tableOf(session.tradeMetrics("netPnl")).columns[0], "tradeNetPnl");
  });

  it("name the column that was meant", async () => {
    const session = await planOf({ 0: [10] });
    const message = 'Unknown column "symbl" of trades(). Did you mean "symbol"?';
    assert.throws(() => session.tradeMetrics("symbl" as "symbol"), { code: "UNKNOWN_COLUMN", message });
    assert.throws(() => session.tradeMetrics(["tag"] as unknown as "tag"), {
      code: "INVALID_OPTION",
      message: 'Expected by to be the name of a column of trades(), such as "tag", was an array of 1',
    });
  });
});

describe("an attribution by tag and cost", () => {
  afterEach(leaveNothing);

  it("has what is open, what has no tag, and each cost", async () => {
    const session = await planOf(
      { 0: [10, "x"], 1: [10], 3: [-10] },
      { commission: commissionFixed(3), cashRate: 0.0365 },
    );
    const parts = new Map(session.attributionRows("tag").map(({ tag, pnl }) => [tag, pnl]));
    // Ten from 100 to 110, and the ten from 101 on, now at 95.
    assert.equal(parts.get("x"), 100 - 6);
    assert.equal(parts.get(null), -60 - 3);
    const interest = session.cashRows().reduce((sum, { kind, amount }) => sum + (kind === "interest" ? amount : 0), 0);
    assert.equal(parts.get("cash"), interest);
    const costs = session.attributionRows("cost").map(({ cost, pnl }) => [cost, pnl]);
    assert.deepEqual(costs, [
      ["prices", 40],
      ["slippage", 0],
      ["commission", -9],
      ["borrow", 0],
      ["dividends", 0],
      ["interest", interest],
      ["marginInterest", 0],
    ]);
  });

  it("has every cost, whether there was any of it or not", async () => {
    const session = await planOf({ 0: [10] });
    const costs = session.attributionRows("cost").map(({ cost, pnl }) => [cost, pnl]);
    assert.deepEqual(costs, [
      ["prices", -50],
      ...["slippage", "commission", "borrow", "dividends", "interest", "marginInterest"].map((name) => [name, 0]),
    ]);
  });

  it("of dates takes from a tag what was nobody's before the exit that gave it its tag", async () => {
    const session = await planOf({ 0: [10], 3: [-10, "x"] });
    const parts = session.attributionRows("tag", { from: "2024-01-04" }).map(({ tag, pnl }) => [tag, pnl]);
    // Bought at 100; 101 at the close of 01-03, when the lot had no tag; sold at 110.
    assert.deepEqual(parts, [
      ["x", 100],
      [null, -10],
    ]);
  });

  it("of dates has the days of both, and refuses what makes no sense", async () => {
    const session = await planOf({ 0: [10] });
    const equity = new Map(session.equityRows().map((row) => [row.time, row.equity]));
    const of = (from: string, to: string) => session.attributionRows("symbol", { from, to })[0]?.pnl;
    // From the close of 01-03 at 101 to that of 01-04 at 108.
    assert.equal(of("2024-01-04", "2024-01-04"), 70);
    assert.equal(of("2024-01-01", "2024-01-07"), ([...equity.values()].at(-1) as number) - 10_000);
    assert.throws(() => of("2024-01-05", "2024-01-03"), { message: /Expected from to be at or before to/ });
    assert.throws(() => session.attribution("symbl" as "symbol"), { code: "INVALID_OPTION" });
    assert.throws(() => session.attribution("tag", { til: 3 } as object), { code: "UNKNOWN_OPTION" });
  });
});

describe("the story of a trade", () => {
  afterEach(leaveNothing);

  let session: Session;
  before(async () => {
    session = await planOf({ 0: [10, "x"], 1: [3], 3: [-10] }, { commission: commissionFixed(3) });
  });

  it("has the decisions with their records, the prices then, and the gaps", () => {
    const { trade, entry, exit, beside } = session.trade("trade-1");
    assert.equal(trade.grossPnl, 100);
    assert.deepEqual([entry.order.id, entry.decisionPrice, entry.gap, entry.gapCost], ["order-1", 100, 0, 0]);
    assert.deepEqual([entry.records, entry.logs], [{ asked: 10 }, ["10 at 100"]]);
    // Decided at 110, sold at the open of 110, one day later.
    assert.deepEqual([exit?.order.id, exit?.decisionPrice, exit?.fills.length], ["order-3", 110, 1]);
    assert.deepEqual(beside, []);
    const text = inspect(session.trade("trade-1"));
    for (const part of ["trade-1: long 10 A, 94.00", "Entry decided", "asked 10", "worst -10.00, best 120.00", "Tag"])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  it("has no long rows of zeros where its profit is small, or what rounding left", async () => {
    const cardOf = async (prices: readonly number[], quantity: number) => {
      const flat = prices.map((price) => [price, price, price, price] as const);
      const feed = replay(bars("A", flat, { interval: day }), { calendar: "always", interval: "1d" });
      const options = { initialCapital: 1e10, params: { plan: { 0: [quantity], 1: [-quantity] } as Plan } };
      return inspect((await (await lab()).run(feed, planned, options)).trade("trade-1"));
    };
    const small = await cardOf([0.001, 0.001, 0.0012, 0.0012], 1);
    assert.match(small, /Profit +prices 0\.00020000, commission 0\.00 = 0\.00020000 /);
    assert.match(small, /Exit +.*slippage 0\.00, commission 0\.00\n/);
    // 0.1 + 0.2 is more than 0.3 by 5e-17.
    const rounded = await cardOf([0.3, 0.3, 0.1 + 0.2, 0.3], 1e9);
    assert.match(rounded, /^trade-1: long 1,000,000,000 A, 0\.00 /);
    assert.match(rounded, /Profit +prices 0\.00, commission 0\.00 = 0\.00 /);
  });

  it("has no gap where there was none, however much slippage was paid", async () => {
    for (let bps = 1; bps <= 30; bps += 0.7) {
      const slipped = await planOf({ 0: [7], 3: [-7] }, { slippage: slippageBps(bps) });
      const { entry, exit } = slipped.trade("trade-1");
      assert.deepEqual([entry.gap, entry.gapCost, exit?.gap, exit?.gapCost], [0, 0, 0, 0], `${bps}`);
    }
  });

  it("is not told of a trade that there is not", () => {
    const message = 'Unknown trade "trade-9" of session "session-1", which has only trade-1';
    assert.throws(() => session.trade("trade-9"), { code: "INVALID_OPTION", message });
  });
});

describe("the events of a stretch of time", () => {
  afterEach(leaveNothing);

  it("are those of the days of both dates, or between two instants, both inclusive", async () => {
    const session = await planOf({ 0: [10], 1: [3], 3: [-10] });
    const all = session.eventRows();
    const on = (from: string | number, to: string | number) => session.eventRows({ from, to }).map(({ time }) => time);
    const times = [...new Set(all.map(({ time }) => time))];
    assert.deepEqual(new Set(on("2024-01-03", "2024-01-03")), new Set([times[1]]));
    assert.deepEqual(new Set(on(times[1], times[2])), new Set([times[1], times[2]]));
    assert.equal(session.events({ to: times[0] }).shape[0], all.filter(({ time }) => time <= times[0]).length);
    assert.equal(session.events({ from: times[0] }).shape[0], all.length);
  });
});

describe("rolling metrics", () => {
  afterEach(leaveNothing);

  it("refuse a window that is none, and name the metric that was meant", async () => {
    const session = await planOf({ 0: [10] });
    for (const window of [0, 1])
      assert.throws(() => session.rolling({ window }), {
        message: /Expected window to be a whole number of at least 2 /,
      });
    assert.throws(() => session.rolling({ window: "3 moons" }), { code: "INVALID_OPTION" });
    assert.throws(() => session.rolling({ window: "1h" }), {
      message: 'Expected window to be long enough for two returns of the session, at least 2d, was "1h"',
    });
    assert.throws(() => session.rolling({ window: "1d" }), { message: /at least 2d, was "1d"$/ });
    assert.notEqual(session.rollingRows({ window: "2d", metrics: ["annualVolatility"] })[0].annualVolatility, null);
    const asText = /^Expected window to be a whole number .* returns such as 63, .* time such as "90d", was "63"$/;
    assert.throws(() => session.rolling({ window: "63" }), { message: asText });
    assert.throws(() => session.rolling({ metrics: ["sharp" as "sharpe"] }), { message: /Did you mean "sharpe"/ });
    assert.throws(() => session.rolling({ metrics: ["winRate" as "sharpe"] }), { code: "INVALID_OPTION" });
    assert.deepEqual(session.rollingRows({ window: 63 }), []);
    const why = /0 rows: a window of 63 returns is longer than the session, which has 6 returns/;
    assert.match(inspect(session.rolling({ window: 63 })), why);
    assert.match(inspect(session.rolling()), why);
    const longer = /0 rows: a window of 90d is longer than the session, which goes over 6d\n/;
    assert.match(inspect(session.rolling({ window: "90d" })), longer);
    const quarters = gbm({ A: { price: 100 } }, { bars: 26 * 40, interval: "15m", calendar: "XNYS", seed: 1 });
    const within = await (await lab()).createSession(quarters, defineStrategy({ name: "none", onBar() {} }));
    // The last return is of a quarter of an hour.
    await within.step(26 * 25 + 1);
    assert.throws(() => within.rolling({ window: "1h" }), { message: /at least 31h, was "1h"$/ });
    assert.equal(session.rollingRows({ window: 2, metrics: ["totalReturn"] }).length, 5);
    const twice = session.rolling({ window: 2, metrics: ["sharpe", "sharpe"] });
    assert.deepEqual(twice.columns, session.rolling({ window: 2, metrics: ["sharpe"] }).columns);
  });
});
