import assert from "node:assert/strict";
import fc from "fast-check";
import { fourthBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { type Played, play } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { changesOf, fillsOf } from "../../support/told";

const limit = (limitPrice: number): OrderOptions => ({ type: "limit", limitPrice });
const stop = (stopPrice: number): OrderOptions => ({ type: "stop", stopPrice });

/** Holds 10 of A from bar 1 on, bought with a bracket or without, and meets `bar` after `act`. */
function held(act: (desk: Desk) => unknown, bar: Prices, entry: OrderOptions = {}, terms: TermOptions = {}) {
  const feed = bars("A", [100, 100, bar]);
  const result = play(feed, { 0: (desk) => desk.place("A", "buy", 10, entry), 1: act }, terms);
  return { fills: fillsOf(result, feed).slice(1), changes: changesOf(result), cash: cashOf(result) };
}

function cashOf({ engine }: Played): number {
  return engine.portfolio.cash;
}

const fall: Prices = [100, 106, 85, 104];

describe("orders that reduce one position", () => {
  const partial: readonly [name: string, act: (desk: Desk) => unknown][] = [
    ["a market order", (desk) => desk.place("A", "sell", 4)],
    ["an order for the opening auction", (desk) => desk.place("A", "sell", 4, { type: "marketOnOpen" })],
    ["a target", (desk) => desk.orderTarget("A", 6)],
    ["a weight", (desk) => desk.orderTargetWeight("A", 0.06)],
    ["a limit below the open", (desk) => desk.place("A", "sell", 4, limit(99))],
  ];
  for (const [name, act] of partial)
    it(`fill at the open before an older stop does inside the bar: ${name}`, () => {
      const { fills, changes, cash } = held(act, fall, { stopLoss: 90 });
      assert.deepEqual(fills, ["order-3: -4 @ 100, bar 2", "order-2: -6 @ 90, bar 2"]);
      assert.deepEqual(changes, ['order-2 {"quantity":6} POSITION_REDUCED: by=order-3']);
      assert.equal(cash, 9_940);
    });

  it("of a short position are mirrored", () => {
    const feed = bars("A", [100, 100, [100, 115, 94, 96]]);
    const script = {
      0: (desk: Desk) => desk.place("A", "sell", 10, { stopLoss: 110 }),
      1: (desk: Desk) => desk.place("A", "buy", 4),
    };
    const result = play(feed, script, { shorting: true });
    assert.deepEqual(fillsOf(result, feed).slice(1), ["order-3: 4 @ 100, bar 2", "order-2: 6 @ 110, bar 2"]);
  });

  it("at the open are the oldest first, whatever they are", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 6, stop(95));
      desk.place("A", "sell", 6);
    };
    assert.deepEqual(held(act, [94, 96, 93, 95]).fills, ["order-2: -6 @ 94, bar 2", "order-3: -4 @ 94, bar 2"]);
  });

  it("inside the bar come after a stop that gaps at the open", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 6, stop(90));
      desk.place("A", "sell", 4, stop(95));
    };
    assert.deepEqual(held(act, [94, 96, 85, 95]).fills, ["order-3: -4 @ 94, bar 2", "order-2: -6 @ 90, bar 2"]);
  });

  it("at the close come last", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 5, { type: "marketOnClose" });
      desk.place("A", "sell", 5, stop(90));
    };
    assert.deepEqual(held(act, fall).fills, ["order-3: -5 @ 90, bar 2", "order-2: -5 @ 104, bar 2"]);
  });

  it("were filled by age where one is no exit, under the rules before", () => {
    const { fills, cash } = held(
      (desk) => desk.place("A", "sell", 4),
      fall,
      { stopLoss: 90 },
      { behavior: fourthBehavior },
    );
    assert.deepEqual([fills, cash], [["order-2: -10 @ 90, bar 2"], 9_900]);
  });

  it("fill in the order of the moments, of any kinds and ages", () => {
    const price = fc.integer({ min: 80, max: 120 });
    const order = fc.record({
      type: fc.constantFrom("market" as const, "marketOnClose" as const, "limit" as const, "stop" as const),
      price,
      quantity: fc.integer({ min: 1, max: 12 }),
    });
    const bar = fc.tuple(price, price, price, price).map(([open, high, low, close]): Prices => {
      return [open, Math.max(open, high, low, close), Math.min(open, high, low, close), close];
    });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 6 }), bar, (orders, last) => {
        const feed = bars("A", [100, 100, last]);
        const place = (desk: Desk) => {
          for (const { type, price, quantity } of orders) {
            const prices = type === "limit" ? { limitPrice: price } : type === "stop" ? { stopPrice: price } : {};
            desk.place("A", "sell", quantity, { type, ...prices });
          }
        };
        const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 12), 1: place });
        const [open, , , close] = last as readonly number[];
        const typeOf = (id: string) => orders[Number(id.split("-")[1]) - 2].type;
        const moments = fills.slice(1).map(({ orderId, price }) => {
          if (typeOf(orderId) === "marketOnClose") return price === close ? 2 : -1;
          return price === open ? 0 : 1;
        });
        assert.deepEqual(moments, [...moments].sort());
        const atOpen = fills.slice(1).filter((_, at) => moments[at] === 0);
        const numbers = atOpen.map(({ orderId }) => Number(orderId.split("-")[1]));
        assert.deepEqual(
          numbers,
          [...numbers].sort((one, other) => one - other),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("exits that could fill on one bar", () => {
  const stops = (desk: Desk) => {
    desk.place("A", "sell", 5, stop(90));
    desk.place("A", "sell", 5, stop(95));
    desk.place("A", "sell", 10, limit(105));
  };

  it("are not doubtful where only stops could, which cover different units", () =>
    assert.deepEqual(held(stops, [100, 100, 85, 90]).fills, ["order-2: -5 @ 90, bar 2", "order-3: -5 @ 95, bar 2"]));

  it("are doubtful where a limit could too that they shrink", () => {
    const doubtful = ["order-2: -5 @ 90, bar 2, TWO_OF_A_GROUP", "order-3: -5 @ 95, bar 2, TWO_OF_A_GROUP"];
    assert.deepEqual(held(stops, [100, 106, 85, 90]).fills, doubtful);
  });

  it("are not doubtful where each leaves the other as it is, though a third shares units", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 5, limit(120));
      desk.place("A", "sell", 5, limit(105));
      desk.place("A", "sell", 5, stop(90));
    };
    // The stop cuts the older limit, which is out of range.
    assert.deepEqual(held(act, [100, 106, 85, 90]).fills, ["order-4: -5 @ 90, bar 2", "order-3: -5 @ 105, bar 2"]);
    assert.deepEqual(held(act, [100, 121, 85, 90]).fills[0], "order-4: -5 @ 90, bar 2, TWO_OF_A_GROUP");
  });

  it("are not doubtful where they are of two brackets", () => {
    const feed = bars("A", [100, 100, [100, 106, 89, 100]]);
    const script = {
      0: (desk: Desk) => {
        desk.place("A", "buy", 5, { takeProfit: 105, stopLoss: 80 });
        desk.place("A", "buy", 5, { takeProfit: 120, stopLoss: 90 });
      },
    };
    const fills = fillsOf(play(feed, script), feed).slice(2);
    assert.deepEqual(fills, ["order-6: -5 @ 90, bar 2", "order-3: -5 @ 105, bar 2"]);
  });

  it("are doubtful where one is of a group, and another is not", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 10, { ...limit(105), ocoGroup: "g" });
      desk.place("A", "sell", 5, { ...stop(80), ocoGroup: "g" });
      desk.place("A", "sell", 5, stop(90));
    };
    assert.deepEqual(held(act, fall).fills[0], "order-4: -5 @ 90, bar 2, TWO_OF_A_GROUP");
  });

  it("were doubtful with any other that shares units, under the rules before", () => {
    const { fills } = held(stops, [100, 100, 85, 90], {}, { behavior: fourthBehavior });
    assert.equal(fills[0], "order-2: -5 @ 90, bar 2, TWO_OF_A_GROUP");
  });
});
