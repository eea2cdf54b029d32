import assert from "node:assert/strict";
import { firstBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { latencyBars } from "../../../src/core/models/latency";
import { bars } from "../../support/bars";
import { play, summary } from "../../support/play";

const flat = bars("A", [100, 100, 100, 100, 100]);
const pair = [...flat, ...bars("B", [50, 50, 50, 50, 50])];

describe("orderTarget", () => {
  it("orders the difference to what is held", () => {
    const { fills } = play(
      flat,
      {
        0: (desk) => desk.orderTarget("A", 30),
        1: (desk) => desk.orderTarget("A", 50),
        2: (desk) => desk.orderTarget("A", 10),
      },
      {},
    );
    assert.deepEqual(summary(fills, flat), [
      [1, 100, 30],
      [2, 100, 20],
      [3, 100, -40],
    ]);
  });

  it("counts working orders in", () => {
    const { orders } = play(flat, {
      0: (desk) => {
        desk.place("A", "buy", 30, { type: "limit", limitPrice: 50 });
        desk.orderTarget("A", 50);
      },
      1: (desk) => desk.orderTarget("A", 50),
    });
    assert.deepEqual(
      orders.map((order) => order.quantity),
      [30, 20],
    );
  });

  it("is nothing at all when the difference to what is held is under a lot", () => {
    const { orders, engine } = play(
      flat,
      { 0: (desk) => desk.orderTarget("A", 20), 2: (desk) => desk.orderTarget("A", 29.5) },
      { lotSize: 10 },
    );
    assert.deepEqual([orders.length, engine.suppressed], [1, undefined]);
  });

  it("of 0 is nothing at all where nothing is held", () => {
    assert.deepEqual(play(flat, { 0: (desk) => desk.orderTarget("A", 0) }, { lotSize: 10 }).orders, []);
  });

  it("under a lot is denied once for each symbol, and counted after it", () => {
    const { orders, engine } = play(
      pair,
      {
        0: (desk) => [desk.orderTarget("A", 9.5), desk.orderTarget("B", -4)],
        1: (desk) => [desk.orderTarget("A", 9.5), desk.orderTargetWeight("B", 0.001)],
        2: (desk) => desk.orderTarget("A", 3),
      },
      { lotSize: 10, shorting: true },
    );
    assert.deepEqual(
      orders.map(({ symbol, side, quantity, status, reason }) => [symbol, side, quantity, status, reason]),
      [
        ["B", "sell", 4, "denied", "QUANTITY_BELOW_LOT_SIZE: target=-4, lotSize=10"],
        ["A", "buy", 9.5, "denied", "QUANTITY_BELOW_LOT_SIZE: target=9.5, lotSize=10"],
      ],
    );
    assert.deepEqual(engine.suppressed, { minimumTrade: 0, belowLot: 3 });
  });

  it("under a lot is not denied while an order of its symbol works", () => {
    const { orders } = play(
      flat,
      {
        0: (desk) => {
          desk.place("A", "buy", 10, { type: "limit", limitPrice: 50 });
          desk.orderTarget("A", 12);
        },
      },
      { lotSize: 10 },
    );
    assert.deepEqual(
      orders.map((order) => order.status),
      ["canceled"],
    );
  });

  it("under a lot ordered nothing under the first rules", () => {
    const { orders, engine } = play(
      flat,
      { 0: (desk) => desk.orderTarget("A", 9.5) },
      { lotSize: 10, behavior: firstBehavior },
    );
    assert.deepEqual([orders, engine.suppressed], [[], undefined]);
  });

  it("rounds the difference toward zero to lots", () => {
    const { orders } = play(
      flat,
      { 0: (desk) => desk.orderTarget("A", 29), 1: (desk) => desk.orderTarget("A", 1) },
      { lotSize: 10 },
    );
    assert.deepEqual(
      orders.map((order) => [order.side, order.quantity]),
      [
        ["buy", 20],
        ["sell", 10],
      ],
    );
  });

  it("crosses zero where short positions are allowed", () => {
    const { engine } = play(
      flat,
      { 0: (desk) => desk.orderTarget("A", 20), 1: (desk) => desk.orderTarget("A", -20) },
      { shorting: true },
    );
    assert.equal(engine.desk.position("A").quantity, -20);
  });

  it("of a symbol that is not there is an error at the call that names the near match", () => {
    const message = 'Unknown symbol "AAPLE". Did you mean "AAPL"?';
    const { orders } = play(bars("AAPL", [100, 100]), {
      0: (desk) => {
        for (const call of [
          () => desk.orderTarget("AAPLE", 5),
          () => desk.orderTarget("AAPLE", 0),
          () => desk.orderTargetWeight("AAPLE", 0),
          () => desk.rebalanceTo({ AAPL: 0.5, AAPLE: 0.5 }),
          () => desk.close("AAPLE"),
        ])
          assert.throws(call, { code: "UNKNOWN_SYMBOL", message });
      },
    });
    assert.deepEqual(orders, []);
  });

  it("of a symbol that is not there was denied under the first rules, whatever the target", () => {
    const { orders } = play(
      bars("AAPL", [100, 100]),
      {
        0: (desk) => {
          desk.orderTarget("AAPLE", 5);
          desk.orderTarget("AAPLE", 0);
          desk.orderTargetWeight("AAPLE", 0);
          desk.orderTargetWeight("XYZ", 1);
        },
      },
      { behavior: firstBehavior },
    );
    assert.deepEqual(
      orders.map((order) => [order.status, order.symbol, order.reason]),
      [
        ["denied", "AAPLE", "SYMBOL_UNKNOWN: symbol=AAPLE, near=AAPL"],
        ["denied", "AAPLE", "SYMBOL_UNKNOWN: symbol=AAPLE, near=AAPL"],
        ["denied", "AAPLE", "SYMBOL_UNKNOWN: symbol=AAPLE, near=AAPL"],
        ["denied", "XYZ", "SYMBOL_UNKNOWN: symbol=XYZ"],
      ],
    );
  });
});

describe("targets of one step", () => {
  const held = bars("B", [50, 50, 50, 50]);
  const both = [...bars("A", [100, 100, 100, 100]), ...held];

  it("come to the same in any order of the symbols: sales are accepted first", () => {
    const switches = [
      (desk: Desk) => [desk.orderTargetWeight("A", 1), desk.orderTargetWeight("B", 0)],
      (desk: Desk) => [desk.orderTargetWeight("B", 0), desk.orderTargetWeight("A", 1)],
      (desk: Desk) => [desk.orderTarget("A", 100), desk.orderTarget("B", 0)],
      (desk: Desk) => desk.rebalanceTo({ A: 1 }),
    ];
    for (const change of switches) {
      const { orders, engine } = play(both, { 0: (desk) => desk.orderTargetWeight("B", 1), 1: change });
      assert.deepEqual(
        orders.map(({ symbol, side, status }) => [symbol, side, status]),
        [
          ["B", "buy", "filled"],
          ["B", "sell", "filled"],
          ["A", "buy", "filled"],
        ],
      );
      assert.deepEqual([engine.desk.position("A").quantity, engine.desk.position("B").quantity], [100, 0]);
    }
  });

  it("count the one before in, where a symbol is named again", () => {
    const { orders } = play(both, {
      0: (desk) => {
        desk.orderTargetWeight("A", 0.5);
        desk.orderTargetWeight("B", 0.1);
        desk.orderTargetWeight("A", 0.3);
      },
    });
    assert.deepEqual(
      orders.map(({ symbol, side, quantity }) => [symbol, side, quantity]),
      [
        ["A", "buy", 30],
        ["B", "buy", 20],
      ],
    );
  });
});

describe("rebalanceTo", () => {
  it("brings the whole portfolio to the weights: what is not named is sold, sales first", () => {
    const { fills } = play(pair, {
      0: (desk) => desk.rebalanceTo({ B: 1 }),
      1: (desk) => desk.rebalanceTo({ A: 0.5 }),
      2: (desk) => desk.rebalanceTo({ A: 0.25, B: 0.75 }),
      3: (desk) => desk.rebalanceTo({}),
    });
    assert.deepEqual(
      fills.map((fill) => [fill.symbol, fill.side, fill.quantity]),
      [
        ["B", "buy", 200],
        ["B", "sell", 200],
        ["A", "buy", 50],
        ["A", "sell", 25],
        ["B", "buy", 150],
        ["A", "sell", 25],
        ["B", "sell", 150],
      ],
    );
  });

  it("sizes every weight from the same equity", () => {
    const { orders } = play(pair, { 0: (desk) => desk.rebalanceTo({ A: 0.5, B: 0.5 }) });
    assert.deepEqual(
      orders.map((order) => [order.symbol, order.quantity, order.status]),
      [
        ["A", 50, "filled"],
        ["B", 100, "filled"],
      ],
    );
  });
});

describe("close", () => {
  it("closes a long and a short position at market", () => {
    const { engine, fills } = play(
      pair,
      {
        0: (desk) => desk.rebalanceTo({ A: 0.5, B: -0.4 }),
        1: (desk) => desk.close(),
      },
      { shorting: true },
    );
    assert.deepEqual(engine.portfolio.positions(), []);
    assert.deepEqual(
      fills.slice(2).map((fill) => [fill.symbol, fill.side, fill.quantity]),
      [
        ["A", "sell", 50],
        ["B", "buy", 80],
      ],
    );
  });

  it("of one symbol leaves the others", () => {
    const { engine } = play(pair, { 0: (desk) => desk.rebalanceTo({ A: 0.5, B: 0.5 }), 1: (desk) => desk.close("A") });
    assert.deepEqual(
      engine.portfolio.positions().map((position) => position.symbol),
      ["B"],
    );
  });

  it("is nothing when nothing is held", () => {
    assert.deepEqual(play(flat, { 1: (desk) => desk.close() }).orders, []);
  });

  it("takes the place of the position's exits", () => {
    const { orders } = play(flat, {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.place("A", "sell", 10, { type: "limit", limitPrice: 120 }),
      2: (desk) => desk.close(),
    });
    assert.deepEqual(
      orders.map((order) => [order.status, order.reason]),
      [
        ["filled", undefined],
        ["canceled", "REPLACED: by=order-3"],
        ["filled", undefined],
      ],
    );
  });

  it("asked for at every bar closes once, also with latency", () => {
    const again = Object.fromEntries([1, 2, 3].map((step) => [step, (desk: Desk) => desk.close()]));
    const { fills, orders } = play(
      bars(
        "A",
        Array.from({ length: 8 }, () => 100),
      ),
      { 0: (desk) => desk.orderTarget("A", 10), ...again, 4: (desk) => desk.close(), 5: (desk) => desk.close() },
      { latency: latencyBars(2), shorting: true },
    );
    assert.deepEqual(
      fills.map((fill) => [fill.side, fill.quantity]),
      [
        ["buy", 10],
        ["sell", 10],
      ],
    );
    assert.equal(orders.length, 2);
  });
});
