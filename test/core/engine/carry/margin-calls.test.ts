import assert from "node:assert/strict";
import { commissionBps } from "../../../../src/core/models/commission-bps";
import { bars, day, start } from "../../../support/bars";
import { begin, play, played } from "../../../support/play";
import type { TermOptions } from "../../../support/terms";

const usual = { long: 0.25, short: 0.3 };
const leveraged: TermOptions = { leverage: 2, maintenance: usual };
const short: TermOptions = { shorting: true, maintenance: usual };
const calls = (events: ReturnType<typeof play>["events"]) =>
  events.flatMap((event) =>
    event.kind === "marginCall" ? [[(event.time - start) / day, event.equity, event.required]] : [],
  );

describe("a margin call", () => {
  it("comes when the equity is less than the maintenance margin, and sells in proportion at the next step", () => {
    const { events, fills, orders } = play(
      bars("A", [100, 100, 66, 66, 66]),
      { 0: (desk) => desk.place("A", "buy", 200) },
      leveraged,
    );
    // 200 × 66 − 10,000 = 3,200 is less than 13,200 / 4 = 3,300: 1 − 3,200 / 3,300 of 200 is 6.06, so 7 go.
    assert.deepEqual(calls(events), [[3, 3200, 3300]]);
    const sale = fills[1];
    assert.deepEqual([sale.side, sale.quantity, sale.price, sale.tag], ["sell", 7, 66, "liquidation"]);
    assert.equal(sale.time, start + 4 * day);
    assert.equal(orders[1].timeInForce, "GTC");
    // 193 × 66 / 4 = 3,184.5 is met.
    assert.equal(calls(events).length, 1);
  });

  it("does not come where the equity is exactly what is required", () => {
    const { events } = play(
      bars("A", [100, 100, 80]),
      { 0: (desk) => desk.place("A", "buy", 200) },
      { leverage: 2, maintenance: { long: 0.375, short: 0.375 } },
    );
    // 200 × 80 − 10,000 = 6,000 = 0.375 × 16,000.
    assert.deepEqual(calls(events), []);
  });

  it("buys back a short position", () => {
    const { events, fills } = play(
      bars("A", [100, 100, 160, 160, 160]),
      { 0: (desk) => desk.place("A", "sell", 100) },
      short,
    );
    // 20,000 − 16,000 = 4,000 is less than 4,800: a sixth of 100 is 16.67, so 17 are bought.
    assert.deepEqual(calls(events), [[3, 4000, 4800]]);
    assert.deepEqual([fills[1].side, fills[1].quantity, fills[1].tag], ["buy", 17, "liquidation"]);
  });

  it("reduces all positions, long and short, each rounded up to its lots", () => {
    const { events, fills } = play(
      [...bars("A", [100, 100, 69, 69]), ...bars("B", [50, 50, 61, 61])],
      {
        0: (desk) => {
          desk.place("A", "buy", 150);
          desk.place("B", "sell", 100);
        },
      },
      { ...leveraged, shorting: true, lotSize: { A: 10, B: 1 } },
    );
    // Cash is 10,000 − 15,000 + 5,000 = 0. Equity 10,350 − 6,100 = 4,250; required 2,587.5 + 1,830 = 4,417.5; 3.79 % of 150 is 5.7, of 100 is 3.8.
    assert.deepEqual(calls(events), [[3, 4250, 4417.5]]);
    const reduced = fills.slice(2).map(({ symbol, side, quantity }) => [symbol, side, quantity]);
    assert.deepEqual(reduced, [
      ["A", "sell", 10],
      ["B", "buy", 4],
    ]);
  });

  it("comes again as long as the price falls on, and not while its own orders wait", () => {
    const { events, fills } = play(
      bars("A", [100, 100, 66, 60, 60, 60, 60]),
      { 0: (desk) => desk.place("A", "buy", 200) },
      { ...leveraged, halts: [{ symbol: "A", from: "2024-01-04", to: "2024-01-05" }], calendar: "always" },
    );
    const sales = fills.slice(1).map(({ time, quantity }) => [(time - start) / day, quantity]);
    // At 60 the 7 that wait are too few: equity 2,000, required 3,000, a third of 200 is 67. The 60 more wait as well.
    assert.deepEqual(calls(events), [
      [3, 3200, 3300],
      [4, 2000, 3000],
    ]);
    assert.deepEqual(sales, [
      [6, 7],
      [6, 60],
    ]);
  });

  it("counts what the strategy itself sells at the market", () => {
    const { events, fills } = play(
      bars("A", [100, 100, 66, 66, 66]),
      { 0: (desk) => desk.place("A", "buy", 200), 2: (desk) => desk.place("A", "sell", 100) },
      leveraged,
    );
    assert.deepEqual(calls(events), []);
    assert.deepEqual([fills[1].quantity, fills[1].tag], [100, undefined]);
  });

  it("never turns a position: what an exit has closed before is not sold again", () => {
    const { fills, orders, engine } = play(
      bars("A", [100, 100, 66, [60, 60, 60, 60], 60]),
      {
        0: (desk) => desk.place("A", "buy", 200),
        1: (desk) => desk.place("A", "sell", 200, { type: "stop", stopPrice: 61 }),
      },
      { ...leveraged, shorting: true },
    );
    assert.equal(engine.portfolio.held.length, 0);
    assert.equal(
      fills.reduce((sum, { side, quantity }) => sum + (side === "buy" ? quantity : -quantity), 0),
      0,
    );
    const last = orders.at(-1);
    assert.deepEqual(
      [last?.tag, last?.status, last?.reason],
      ["liquidation", "canceled", "POSITION_REDUCED: by=order-2"],
    );
  });

  it("ends in bankruptcy where nothing is left: everything is closed at the next step", () => {
    const { engine, fills, events } = play(
      bars("A", [100, 100, 49, 48, 48]),
      { 0: (desk) => desk.place("A", "buy", 200) },
      leveraged,
    );
    assert.deepEqual(calls(events), []);
    assert.deepEqual([engine.bankrupt, fills[1].quantity, fills[1].tag], [true, 200, "liquidation"]);
    assert.equal(engine.equity, 200 * 48 - 10_000);
  });

  it("is told once, and nothing is sold, while trading is HALTED; then the broker does it", () => {
    const feed = bars("A", [100, 100, 66, 66, 66, 66]);
    const { engine, columns } = begin(feed, { 0: (desk) => desk.place("A", "buy", 200) }, leveraged);
    engine.process(columns, 0, 2, Infinity);
    engine.setTradingState("HALTED");
    engine.process(columns, 2, 4, Infinity);
    assert.deepEqual(calls(played(engine).events), [[3, 3200, 3300]]);
    engine.setTradingState("ACTIVE");
    engine.process(columns, 4, 6, Infinity);
    const { events, fills } = played(engine);
    assert.deepEqual(calls(events), [
      [3, 3200, 3300],
      [5, 3200, 3300],
    ]);
    assert.deepEqual([(fills[1].time - start) / day, fills[1].quantity], [6, 7]);
  });
});

describe("leverage", () => {
  it("lets orders reach so many times the equity, and no more", () => {
    const { orders, fills } = play(
      bars("A", [100, 100, 100]),
      {
        0: (desk) => {
          desk.place("A", "buy", 201);
          desk.place("A", "buy", 200);
        },
      },
      leveraged,
    );
    assert.deepEqual(
      orders.map(({ status, reason }) => [status, reason]),
      [
        ["denied", "INSUFFICIENT_BUYING_POWER: needed=20100, available=20000"],
        ["filled", undefined],
      ],
    );
    assert.equal(fills[0].quantity, 200);
  });

  it("is checked again at the fill, with the real price and the commission", () => {
    const { fills } = play(
      bars("A", [100, [110, 110, 110, 110], 110]),
      { 0: (desk) => desk.place("A", "buy", 200) },
      { ...leveraged, commission: commissionBps(100) },
    );
    // q × 110 ≤ 2 × (10,000 − 1.1 q): q = 178.
    assert.equal(fills[0].quantity, 178);
  });

  it("lets weights sum to it", () => {
    const { fills } = play(
      [...bars("A", [100, 100, 100]), ...bars("B", [50, 50, 50])],
      { 0: (desk) => desk.rebalanceTo({ A: 1.5, B: 0.5 }) },
      leveraged,
    );
    assert.deepEqual(
      fills.map(({ symbol, quantity }) => [symbol, quantity]),
      [
        ["A", 150],
        ["B", 100],
      ],
    );
    assert.throws(
      () => play(bars("A", [100, 100]), { 0: (desk) => desk.orderTargetWeight("A", 2.1) }, leveraged),
      /Expected weight of orderTargetWeight to be at most 2 in size, the leverage, was 2.1/,
    );
  });
});
