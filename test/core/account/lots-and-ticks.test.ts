import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import { lotsOf, quantityOf, roundToLots, roundToTick, sizeBySymbol } from "../../../src/core/lots";
import type { OrderOptions, Side } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play } from "../../support/play";

describe("quantities", () => {
  it("round toward zero to lots, however a fraction is written", () => {
    assert.equal(roundToLots(199.9, 100), 100);
    assert.equal(roundToLots(0.3, 0.1), 0.3);
    assert.equal(roundToLots(0.7 + 0.1, 0.1), 0.8);
    assert.equal(roundToLots(0.29, 0.1), 0.2);
    assert.equal(roundToLots(1.23456789, 1e-8), 1.23456789);
    assert.equal(lotsOf(0.6, 0.2), 3);
  });

  it("are written with the lot's own decimals", () => {
    assert.equal(quantityOf(3, 0.1), 0.3);
    assert.equal(quantityOf(7, 0.001), 0.007);
    assert.equal(quantityOf(3, 1e-8), 3e-8);
    assert.equal(quantityOf(3, 100), 300);
    assert.equal(quantityOf(3, 2.5), 7.5);
  });

  it("of a request are rounded before it is accepted", () => {
    const { orders } = play(bars("A", [1, 1]), { 0: (desk) => desk.place("A", "buy", 250) }, { lotSize: 100 });
    assert.equal(orders[0].quantity, 200);
  });

  it("under a lot are denied", () => {
    const { orders } = play(bars("A", [1, 1]), { 0: (desk) => desk.place("A", "buy", 0.5) });
    assert.deepEqual([orders[0].status, orders[0].quantity], ["denied", 0.5]);
    assert.equal(orders[0].reason, "QUANTITY_BELOW_LOT_SIZE: quantity=0.5, lotSize=1");
  });

  it("have lots by symbol, 1 where none is given", () => {
    const feed = [...bars("A", [1, 1]), ...bars("B", [1, 1])];
    const both = (desk: Desk) => ["A", "B"].map((symbol) => desk.place(symbol, "buy", 1.25));
    const { orders } = play(feed, { 0: both }, { lotSize: { A: 0.1 } });
    assert.deepEqual(
      orders.map((order) => order.quantity),
      [1.2, 1],
    );
  });

  it("bought in fractions can be sold as their sum, and nothing is left", () => {
    const thrice = [0.1, 0.1, 0.1];
    const eight = Array.from({ length: 8 }, () => 0.1);
    for (const [pieces, sum] of [
      [thrice, 0.3],
      [eight, 0.8],
      [[0.3, 0.4], 0.7],
    ] as const) {
      const { engine, orders } = play(
        bars("A", [100, 100, 100]),
        {
          0: (desk) => pieces.map((piece) => desk.place("A", "buy", piece)),
          1: (desk) => {
            assert.equal(desk.position("A").quantity, sum);
            desk.place("A", "sell", sum);
          },
        },
        { lotSize: 0.1 },
      );
      assert.equal(orders.at(-1)?.status, "filled", orders.at(-1)?.reason);
      assert.deepEqual(engine.portfolio.positions(), []);
    }
  });

  it("bought in fractions are closed wholly, in place of their exits", () => {
    const { engine, orders } = play(
      bars("A", [100, 100, 100, 100]),
      {
        0: (desk) => [0.1, 0.2].map((piece) => desk.place("A", "buy", piece)),
        1: (desk) => desk.place("A", "sell", 0.3, { type: "limit", limitPrice: 200 }),
        2: (desk) => desk.close("A"),
      },
      { lotSize: 0.1 },
    );
    assert.deepEqual(engine.portfolio.positions(), []);
    assert.deepEqual(
      orders.slice(2).map((order) => [order.status, order.reason]),
      [
        ["canceled", "REPLACED: by=order-4"],
        ["filled", undefined],
      ],
    );
  });

  it("filled in parts leave whole lots at every moment", () => {
    const rows: Prices[] = [100, [100, 100, 100, 100, 0.1], [100, 100, 100, 100, 0.2], 100];
    const seen: number[] = [];
    const { fills, orders } = play(
      bars("A", rows),
      {
        0: (desk) => desk.place("A", "buy", 0.7, { timeInForce: "GTC" }),
        1: (desk) => seen.push(desk.openOrders()[0].filledQuantity),
        2: (desk) => seen.push(desk.openOrders()[0].filledQuantity),
      },
      { lotSize: 0.1, volumeLimit: 1 },
    );
    assert.deepEqual(seen, [0.1, 0.3]);
    assert.deepEqual(
      fills.map((fill) => fill.quantity),
      [0.1, 0.2, 0.4],
    );
    assert.deepEqual([orders[0].status, orders[0].filledQuantity], ["filled", 0.7]);
  });
});

describe("prices", () => {
  it("of exits that come with an entry and are under a tick are 0 and never reached; other orders there are denied", () => {
    const { orders } = play(
      bars("A", [0.004, 0.004, 0.0041, 0.003, 0.002]),
      {
        0: (desk) => desk.place("A", "buy", 100, { stopLoss: { fraction: 0.1 }, takeProfit: { fraction: 0.1 } }),
        1: (desk) => desk.place("A", "buy", 100, { type: "limit", limitPrice: 0.0035 }),
      },
      { tickSize: 0.01 },
    );
    assert.deepEqual(
      orders.map(({ limitPrice, stopPrice, status }) => [limitPrice, stopPrice, status]),
      [
        [undefined, undefined, "filled"],
        [0.01, undefined, "canceled"],
        [undefined, 0, "canceled"],
        [0, undefined, "denied"],
      ],
    );
  });

  const rows: [side: Side, options: OrderOptions, key: "limitPrice" | "stopPrice", rounded: number][] = [
    ["buy", { type: "limit", limitPrice: 99.99 }, "limitPrice", 99.95],
    ["sell", { type: "limit", limitPrice: 99.96 }, "limitPrice", 100],
    ["buy", { type: "stop", stopPrice: 100.01 }, "stopPrice", 100.05],
    ["sell", { type: "stop", stopPrice: 99.99 }, "stopPrice", 99.95],
    ["buy", { type: "limit", limitPrice: 99.95 }, "limitPrice", 99.95],
  ];
  for (const [side, options, key, rounded] of rows) {
    it(`of a ${side} ${options.type} at ${options[key]} round to the tick on the passive side, ${rounded}`, () => {
      const { orders } = play(
        bars("A", [100, 100]),
        { 0: (desk) => desk.place("A", side, 1, options) },
        { tickSize: 0.05, shorting: true },
      );
      assert.equal(orders[0][key], rounded);
    });
  }

  it("are left alone without a tick size", () => {
    assert.equal(roundToTick(1.23456789, 0, "down"), 1.23456789);
  });

  it("that are whole ticks stay, whatever the last bit says", () => {
    assert.equal(roundToTick(0.1 + 0.2, 0.1, "down"), 0.3);
    assert.equal(roundToTick(0.1 + 0.2, 0.1, "up"), 0.3);
    assert.equal(roundToTick(1.15, 0.05, "up"), 1.15);
  });
});

describe("a size", () => {
  it("is one number, or by symbol, or the default", () => {
    assert.equal(sizeBySymbol("lotSize", 5, 1)("A"), 5);
    assert.equal(sizeBySymbol("lotSize", { A: 5 }, 1)("A"), 5);
    assert.equal(sizeBySymbol("lotSize", { A: 5 }, 1)("B"), 1);
    assert.equal(sizeBySymbol("lotSize", undefined, 1)("A"), 1);
    assert.equal(sizeBySymbol("lotSize", { A: 5 }, 1)("constructor"), 1);
  });

  it("has to be positive", () => {
    for (const wrong of [0, -1, Number.NaN, Infinity, "1" as unknown as number]) {
      assert.throws(() => sizeBySymbol("tickSize", wrong, 0), { code: "INVALID_OPTION" });
      assert.throws(() => sizeBySymbol("tickSize", { A: wrong }, 0), { code: "INVALID_OPTION" });
    }
    assert.throws(() => sizeBySymbol("lotSize", { B: 1, A: 0 }, 0), {
      message: "Expected lotSize of A to be a positive number, was 0",
    });
  });
});
