import assert from "node:assert/strict";
import { minimumTradeValue } from "../../../src/core/account/minimum-trade";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

const half = (desk: Desk) => desk.orderTargetWeight("A", 0.5);
const small = { minimumTrade: "small" } as const;

function tradesOf(orders: readonly { side: string; quantity: number }[]) {
  return orders.map(({ side, quantity }) => [side, quantity]);
}

describe("the value of the smallest correction", () => {
  it("is half a percent of the equity, or a twentieth of the position where that is less", () => {
    assert.equal(minimumTradeValue("small", 10_000, 5_000, 5_100), 50);
    assert.equal(minimumTradeValue("small", 10_000, 200, 180), 10);
    assert.equal(minimumTradeValue("small", 10_000, -180, -200), 10);
  });

  it("is a fraction of the equity where one is given, and nothing for 0", () => {
    assert.equal(minimumTradeValue(0.02, 10_000, 5_000, 5_100), 200);
    assert.equal(minimumTradeValue(0, 10_000, 5_000, 5_100), 0);
  });
});

describe("a weight that differs by little", () => {
  it("is left alone, and counted", () => {
    const feed = bars("A", [100, 100, 100.5, 99.5]);
    const { orders, engine } = play(feed, { 0: half, 1: half, 2: half, 3: half }, { ...small, lotSize: 0.1 });
    assert.deepEqual(tradesOf(orders), [["buy", 50]]);
    assert.deepEqual(engine.suppressed, { minimumTrade: 2, belowLot: 0 });
  });

  it("is traded for where any correction is asked for", () => {
    const { orders, engine } = play(bars("A", [100, 101, 104, 110]), { 0: half, 2: half }, { minimumTrade: 0 });
    assert.deepEqual(tradesOf(orders), [
      ["buy", 50],
      ["sell", 1],
    ]);
    assert.equal(engine.suppressed, undefined);
  });

  it("is traded for once it differs by enough", () => {
    const { orders } = play(bars("A", [100, 100, 110, 110]), { 0: half, 2: half }, small);
    // 50 at 110 of an equity of 10,500 are 5,500: 250 too much, and 52.5 the least to be traded for.
    assert.deepEqual(tradesOf(orders), [
      ["buy", 50],
      ["sell", 2],
    ]);
  });

  it("opens and closes however small it is", () => {
    const { orders } = play(
      bars("A", [10, 10, 10, 10]),
      { 0: (desk) => desk.orderTargetWeight("A", 0.003), 2: (desk) => desk.orderTargetWeight("A", 0) },
      { minimumTrade: 0.5 },
    );
    assert.deepEqual(tradesOf(orders), [
      ["buy", 3],
      ["sell", 3],
    ]);
  });

  it("turns to the other side however small it is", () => {
    const { orders } = play(
      bars("A", [10, 10, 10, 10]),
      { 0: (desk) => desk.orderTargetWeight("A", 0.003), 2: (desk) => desk.orderTargetWeight("A", -0.002) },
      { minimumTrade: 0.5, shorting: true },
    );
    assert.deepEqual(tradesOf(orders), [
      ["buy", 3],
      ["sell", 5],
    ]);
  });

  it("is no quantity: those are ordered to the last lot", () => {
    const { orders } = play(
      bars("A", [10, 10, 10, 10]),
      { 0: (desk) => desk.orderTarget("A", 500), 2: (desk) => desk.orderTarget("A", 501) },
      small,
    );
    assert.deepEqual(tradesOf(orders), [
      ["buy", 500],
      ["buy", 1],
    ]);
  });

  it("is sold all the same where the purchases of its step need the cash", () => {
    const feed = [...bars("A", [100, 101, 101]), ...bars("B", [100, 101, 101]), ...bars("C", [10, 10, 10])];
    const { orders, engine } = play(
      feed,
      {
        0: (desk) => desk.rebalanceTo({ A: 0.5, B: 0.5 }),
        1: (desk) => desk.rebalanceTo({ A: 0.49, B: 0.5, C: 0.01 }),
      },
      { minimumTrade: 0.02 },
    );
    assert.deepEqual(
      orders.slice(2).map(({ symbol, side, status }) => [symbol, side, status]),
      [
        ["A", "sell", "filled"],
        ["C", "buy", "filled"],
      ],
    );
    assert.equal(engine.suppressed, undefined);
  });

  it("is not sold for a purchase that is denied", () => {
    const feed = [...bars("A", [100, 101, 101]), ...bars("B", [200_000, 200_000, 200_000])];
    const { orders } = play(
      feed,
      { 0: (desk) => desk.orderTargetWeight("A", 1), 1: (desk) => desk.rebalanceTo({ A: 0.985, B: 0.015 }) },
      { minimumTrade: 0.03 },
    );
    assert.deepEqual(
      orders.slice(1).map(({ symbol, side, status }) => [symbol, side, status]),
      [["B", "buy", "denied"]],
    );
  });
});
