import assert from "node:assert/strict";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { bars } from "../../support/bars";
import { play, summary } from "../../support/play";

const flat = bars("A", [100, 100, 100, 100, 100]);

describe("orderTargetWeight", () => {
  it("of 1 can be paid, slippage and commission included", () => {
    const { orders, fills, engine } = play(
      flat,
      { 0: (desk) => desk.orderTargetWeight("A", 1) },
      { slippage: slippageBps(10), commission: commissionBps(10, { minimum: 5 }) },
    );
    // 99 * 100.1 + 9.91 = 9,919.81; 100 would cost 10,020.01.
    assert.deepEqual([orders[0].status, fills[0].quantity], ["filled", 99]);
    assert.ok(engine.portfolio.cash >= 0);
  });

  it("takes as many lots as the weight pays, not one less", () => {
    const { fills } = play(
      flat,
      { 0: (desk) => desk.orderTargetWeight("A", 0.5) },
      { commission: commissionBps(0, { minimum: 100 }) },
    );
    assert.equal(fills[0].quantity, 49);
  });

  it("does not lose a lot to the last bit of a product", () => {
    // 0.57 * 10,000 is 5,699.999999999999.
    const { fills } = play(bars("A", [57, 57]), { 0: (desk) => desk.orderTargetWeight("A", 0.57) });
    assert.equal(fills[0].quantity, 100);
  });

  it("of 1 never orders what the last bit of the cash cannot pay", () => {
    const { orders } = play(
      bars("A", [57, 57]),
      { 0: (desk) => desk.orderTargetWeight("A", 1) },
      { initialCapital: 0.57 * 10_000 },
    );
    assert.deepEqual([orders[0].quantity, orders[0].status], [99, "filled"]);
  });

  it("buys nothing when the minimum commission is more than the weight", () => {
    const { orders } = play(
      flat,
      { 0: (desk) => desk.orderTargetWeight("A", 0.01) },
      { commission: commissionBps(0, { minimum: 101 }) },
    );
    assert.deepEqual(
      orders.map(({ status, reason }) => [status, reason]),
      [["denied", "QUANTITY_BELOW_LOT_SIZE: target=1, lotSize=1, costs=101"]],
    );
  });

  it("sells down to the weight of the equity at the last close, costs left out", () => {
    const feed = bars("A", [100, 100, 100, 100]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.orderTarget("A", 80), 1: (desk) => desk.orderTargetWeight("A", 0.25) },
      { commission: commissionBps(100) },
    );
    // Equity is 9,920: 24.8 shares are a quarter; 80 - 24.8 = 55.2.
    assert.equal(fills[1].quantity, 55);
  });

  it("counts working orders in", () => {
    const { orders } = play(flat, {
      0: (desk) => {
        desk.orderTargetWeight("A", 0.5);
        desk.orderTargetWeight("A", 0.5);
        desk.orderTargetWeight("A", 0.75);
      },
    });
    assert.deepEqual(
      orders.map((order) => order.quantity),
      [50, 25],
    );
  });

  it("below zero sells short where that is allowed, and comes back", () => {
    const { fills } = play(
      flat,
      { 0: (desk) => desk.orderTargetWeight("A", -0.5), 1: (desk) => desk.orderTargetWeight("A", 0) },
      { shorting: true },
    );
    assert.deepEqual(summary(fills, flat), [
      [1, 100, -50],
      [2, 100, 50],
    ]);
  });

  it("is nothing for a symbol without a price whose weight is 0, and denied for another", () => {
    const feed = [...flat, ...bars("B", [undefined, 50])];
    const { orders } = play(feed, {
      0: (desk) => {
        desk.orderTargetWeight("B", 0);
        desk.orderTargetWeight("B", 0.5);
      },
    });
    assert.deepEqual(
      orders.map((order) => order.reason),
      ["NO_PRICE"],
    );
  });
});
