import assert from "node:assert/strict";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { bars, type Prices } from "../../support/bars";
import { play, summary } from "../../support/play";

const gap: Prices[] = [100, [110, 110, 110, 110], 110];

describe("buying power at acceptance", () => {
  it("is what the cash buys at the last close, costs left out", () => {
    const { orders } = play(
      bars("A", [100, 100]),
      {
        0: (desk) => {
          desk.place("A", "buy", 101);
          desk.place("A", "buy", 100);
        },
      },
      { commission: commissionBps(100) },
    );
    assert.equal(orders[0].reason, "INSUFFICIENT_BUYING_POWER: needed=10100, available=10000");
    assert.notEqual(orders[1].status, "denied");
  });

  it("is less by what the opening orders already working will take", () => {
    const { orders } = play(bars("A", [100, 100]), {
      0: (desk) => {
        desk.place("A", "buy", 60, { type: "limit", limitPrice: 50 });
        desk.place("A", "buy", 60);
        desk.place("A", "buy", 40);
      },
    });
    assert.deepEqual(
      orders.map((order) => order.reason),
      ["END_OF_FEED", "INSUFFICIENT_BUYING_POWER: needed=6000, available=4000", undefined],
    );
  });

  it("is more by what the reducing orders working will bring", () => {
    const feed = [...bars("A", [100, 100, 100]), ...bars("B", [50, 50, 50])];
    const { orders } = play(feed, {
      0: (desk) => desk.place("B", "buy", 200),
      1: (desk) => {
        desk.place("A", "buy", 50);
        desk.place("B", "sell", 100);
        desk.place("A", "buy", 50);
        desk.place("A", "buy", 1);
      },
    });
    assert.deepEqual(
      orders.map((order) => order.status),
      ["filled", "filled", "filled", "denied", "denied"],
    );
  });

  it("counts what an order that crosses zero brings itself", () => {
    const { orders, fills } = play(
      bars("A", [100, 100, 100]),
      { 0: (desk) => desk.place("A", "buy", 100), 1: (desk) => desk.place("A", "sell", 200) },
      { shorting: true },
    );
    assert.equal(orders[1].status, "filled");
    assert.deepEqual(
      fills.map((fill) => fill.quantity),
      [100, 100, 100],
    );
  });

  it("is never asked of an order that only reduces", () => {
    const { orders } = play(
      bars("A", [100, 100, 180, 180]),
      { 0: (desk) => desk.place("A", "sell", 100), 2: (desk) => desk.place("A", "buy", 50) },
      { shorting: true },
    );
    assert.deepEqual(
      orders.map((order) => order.status),
      ["filled", "filled"],
    );
  });

  it("is used up by short sales as well", () => {
    const { orders } = play(
      bars("A", [100, 100, 100]),
      { 0: (desk) => desk.place("A", "sell", 80), 1: (desk) => desk.place("A", "sell", 30) },
      { shorting: true },
    );
    assert.equal(orders[1].reason, "INSUFFICIENT_BUYING_POWER: needed=3000, available=2000");
  });
});

describe("buying power at the fill", () => {
  it("reduces an order to the lots that the cash pays, and cancels the rest", () => {
    const feed = bars("A", gap);
    const { fills, orders, engine } = play(feed, { 0: (desk) => desk.place("A", "buy", 100) });
    assert.deepEqual(summary(fills, feed), [[1, 110, 90]]);
    assert.deepEqual(
      [orders[0].status, orders[0].reason],
      ["canceled", "INSUFFICIENT_BUYING_POWER: filled=90, of=100"],
    );
    assert.deepEqual([orders[0].filledQuantity, orders[0].quantity], [90, 100]);
    assert.equal(engine.portfolio.cash, 100);
  });

  it("counts slippage and commission in", () => {
    const { fills } = play(
      bars("A", [100, 100]),
      { 0: (desk) => desk.place("A", "buy", 100) },
      { slippage: slippageBps(100), commission: commissionBps(100) },
    );
    // 98 * 101 * 1.01 = 9,996.98; 99 would cost 10,098.99.
    assert.equal(fills[0].quantity, 98);
  });

  it("counts whole lots", () => {
    const { fills } = play(bars("A", gap), { 0: (desk) => desk.place("A", "buy", 100) }, { lotSize: 20 });
    assert.equal(fills[0].quantity, 80);
  });

  it("rejects all of the order where that is asked for", () => {
    const { fills, orders } = play(
      bars("A", gap),
      { 0: (desk) => desk.place("A", "buy", 100) },
      { onInsufficientCash: "reject" },
    );
    assert.deepEqual(fills, []);
    assert.deepEqual([orders[0].status, orders[0].reason], ["rejected", "INSUFFICIENT_BUYING_POWER"]);
  });

  it("rejects also where nothing is affordable at all, and cancels without a fill where it reduces", () => {
    const jump: Prices[] = [100, 20_000];
    for (const [onInsufficientCash, status] of [
      ["reject", "rejected"],
      ["reduce", "canceled"],
    ] as const) {
      const { fills, orders } = play(
        bars("A", jump),
        { 0: (desk) => desk.place("A", "buy", 1) },
        { onInsufficientCash },
      );
      assert.deepEqual([fills.length, orders[0].status], [0, status]);
    }
  });

  it("lets the rest wait while a reducing order is still working", () => {
    const feed = [...bars("A", [100, 100, 100, 100, 100]), ...bars("B", [50, 50, 50, undefined, 50])];
    const { fills, orders } = play(feed, {
      0: (desk) => desk.place("B", "buy", 160),
      2: (desk) => {
        desk.place("A", "buy", 100, { timeInForce: "GTC" });
        desk.close("B");
        desk.place("A", "buy", 100, { timeInForce: "GTC" });
      },
    });
    assert.deepEqual(
      orders.map((order) => order.status),
      ["filled", "filled", "denied", "filled"],
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 50, 160],
      [3, 100, 20],
      [4, 50, -160],
      [4, 100, 80],
    ]);
  });

  it("allows a short sale up to the equity at its own price", () => {
    const { fills } = play(
      bars("A", [100, [95, 95, 95, 95], 95]),
      { 0: (desk) => desk.place("A", "sell", 100) },
      { shorting: true, slippage: slippageBps(100), commission: commissionBps(100) },
    );
    assert.equal(fills[0].quantity, 100);
    assert.equal(fills[0].price, 95 * 0.99);
  });

  it("cuts a short sale that a higher price takes above the equity", () => {
    const feed = bars("A", gap);
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "sell", 100) }, { shorting: true });
    assert.deepEqual(summary(fills, feed), [[1, 110, -90]]);
  });
});
