import assert from "node:assert/strict";
import { type Behavior, fourthBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { bars, type Prices } from "../../support/bars";
import { play, summary } from "../../support/play";
import { changesOf } from "../../support/told";

const thin: Prices[] = [100, [100, 100, 100, 100, 35], [101, 101, 101, 101, 0], [102, 102, 102, 102, 100], 103];

describe("a volume limit", () => {
  it("caps what fills on a bar, rounded down to lots, and lets the rest go on working", () => {
    const feed = bars("A", thin);
    const { fills, orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC" }) },
      { volumeLimit: 0.1 },
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 100, 3],
      [3, 102, 7],
    ]);
    assert.deepEqual([orders[0].status, orders[0].averagePrice], ["filled", (3 * 100 + 7 * 102) / 10]);
  });

  it("is shared by all fills of a symbol on a bar, oldest first", () => {
    const feed = bars("A", thin);
    const { fills } = play(
      feed,
      {
        0: (desk) => {
          desk.place("A", "buy", 2);
          desk.place("A", "buy", 5);
        },
      },
      { volumeLimit: 0.1 },
    );
    assert.deepEqual(
      fills.map((fill) => [fill.orderId, fill.quantity]),
      [
        ["order-1", 2],
        ["order-2", 1],
      ],
    );
  });

  it("lets a DAY order expire partly filled", () => {
    const { orders } = play(bars("A", thin), { 0: (desk) => desk.place("A", "buy", 10) }, { volumeLimit: 0.1 });
    const [{ status, filledQuantity }] = orders;
    assert.deepEqual([status, filledQuantity], ["expired", 3]);
  });

  it("keeps a limit order a limit order", () => {
    const feed = bars("A", [100, [99, 99, 99, 99, 10], [105, 106, 104, 105, 100], [98, 98, 98, 98, 100]]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 15, { type: "limit", limitPrice: 100 }) },
      { volumeLimit: 0.5 },
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 99, 5],
      [3, 98, 10],
    ]);
  });

  const trails = (behavior: Behavior) => {
    const feed = bars("A", [100, 100, [100, 100, 94, 96, 4], [98, 98, 97.5, 97.5], 97]);
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 10),
      1: (desk: Desk) => desk.place("A", "sell", 10, { type: "trailingStop", trailAmount: 5 }),
      2: (desk: Desk) => desk.replace("order-2", { trailAmount: 1 }),
    };
    const result = play(feed, script, { volumeLimit: 1, behavior });
    return [summary(result.fills, feed).slice(1), changesOf(result)];
  };

  it("leaves the rest of a triggered trailing stop to the next open, wherever that is", () => {
    const denied = 'order-2 {"trailAmount":1} ALREADY_TRIGGERED';
    const fills = [
      [2, 95, -4],
      [3, 98, -6],
    ];
    assert.deepEqual(trails(sixthBehavior), [fills, [denied]]);
    // Its trail could be changed, under the rules before.
    assert.deepEqual(trails(fourthBehavior)[1], ['order-2 {"trailAmount":1} REQUESTED']);
  });

  it("leaves a doubt with the fill that has it", () => {
    const feed = bars("A", [100, [101, 102, 99, 100, 5], [98, 98, 98, 98, 100]]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 99 }) },
      { volumeLimit: 1 },
    );
    assert.deepEqual(
      fills.map((fill) => [fill.price, fill.quantity, fill.doubtful]),
      [
        [99, 5, "LIMIT_TOUCHED"],
        [98, 5, undefined],
      ],
    );
  });

  it("also holds for a crossing order, whose opening part waits behind its reducing part", () => {
    const feed = bars("A", [100, 100, [100, 100, 100, 100, 12], 100]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10), 1: (desk) => desk.place("A", "sell", 20, { timeInForce: "GTC" }) },
      { volumeLimit: 1, shorting: true },
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 100, 10],
      [2, 100, -10],
      [2, 100, -2],
      [3, 100, -8],
    ]);
  });
});

describe("an order's minimum commission", () => {
  const commission = commissionBps(100, { minimum: 10 });

  it("is charged once, over its partial fills", () => {
    const { fills } = play(
      bars("A", [100, [100, 100, 100, 100, 3], [100, 100, 100, 100, 3], 100]),
      { 0: (desk) => desk.place("A", "buy", 20, { timeInForce: "GTC" }) },
      { volumeLimit: 1, commission },
    );
    // One percent of 300, 600 and 2,000 is 3, 6 and 20.
    assert.deepEqual(
      fills.map((fill) => fill.commission),
      [10, 0, 10],
    );
  });

  it("is charged once for both parts of a crossing order", () => {
    const { fills } = play(
      bars("A", [100, 100, 100]),
      { 0: (desk) => desk.place("A", "buy", 2), 1: (desk) => desk.place("A", "sell", 4) },
      { shorting: true, commission },
    );
    assert.deepEqual(
      fills.map((fill) => fill.commission),
      [10, 10, 0],
    );
  });
});
