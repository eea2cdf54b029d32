import assert from "node:assert/strict";
import fc from "fast-check";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { changesOf, endsOf, fillsOf } from "../../support/told";

const limit = (limitPrice: number): OrderOptions => ({ type: "limit", limitPrice });
const stop = (stopPrice: number): OrderOptions => ({ type: "stop", stopPrice });

/** Buys 10 as order-1, then does something with them on bar 1, and meets the bars after that. */
function held(act: (desk: Desk) => unknown, rows: readonly Prices[], terms: TermOptions = {}, later: Script = {}) {
  const feed = bars("A", [100, 100, ...rows]);
  const result = play(feed, { 0: (desk) => desk.place("A", "buy", 10), 1: act, ...later }, terms);
  return { fills: fillsOf(result, feed).slice(1), ends: endsOf(result).slice(1), changes: changesOf(result), result };
}

describe("two exits of one position without a group", () => {
  const both = (desk: Desk) => {
    desk.place("A", "sell", 10, stop(95));
    desk.place("A", "sell", 10, limit(105));
  };
  for (const shorting of [false, true]) {
    const terms = { shorting };
    const how = shorting ? "with shorting" : "without shorting";

    it(`are both accepted, share a name, and one of them closes it, ${how}`, () => {
      const { fills, ends, result } = held(both, [[100, 106, 99, 100]], terms);
      assert.deepEqual(fills, ["order-3: -10 @ 105, bar 2"]);
      assert.deepEqual(ends, ["canceled POSITION_REDUCED: by=order-3", "filled"]);
      assert.deepEqual(
        result.orders.slice(1).map((order) => order.ocoGroup),
        ["exits-order-2", "exits-order-2"],
      );
      assert.equal(result.engine.desk.position("A").quantity, 0);
    });

    it(`that could both fill inside a bar fill the stop, doubtful, ${how}`, () => {
      assert.deepEqual(held(both, [[100, 106, 94, 100]], terms).fills, ["order-2: -10 @ 95, bar 2, TWO_OF_A_GROUP"]);
      assert.deepEqual(held(both, [[106, 107, 94, 100]], terms).fills, ["order-3: -10 @ 106, bar 2"]);
    });
  }

  it("of a short position are mirrored", () => {
    const feed = bars("A", [100, 100, [100, 106, 94, 100]]);
    const script = {
      0: (desk: Desk) => desk.place("A", "sell", 10),
      1: (desk: Desk) => {
        desk.place("A", "buy", 10, limit(95));
        desk.place("A", "buy", 10, stop(105));
      },
    };
    const result = play(feed, script, { shorting: true });
    assert.deepEqual(fillsOf(result, feed).slice(1), ["order-3: 10 @ 105, bar 2, TWO_OF_A_GROUP"]);
    assert.deepEqual(endsOf(result).slice(1), ["canceled POSITION_REDUCED: by=order-3", "filled"]);
  });

  it("that cover different shares stay independent, and have no name", () => {
    const half = (desk: Desk) => {
      desk.place("A", "sell", 5, stop(95));
      desk.place("A", "sell", 5, limit(105));
    };
    const { fills, ends, result } = held(half, [
      [100, 106, 99, 100],
      [95, 95, 94, 94],
    ]);
    assert.deepEqual(fills, ["order-3: -5 @ 105, bar 2", "order-2: -5 @ 95, bar 3"]);
    assert.deepEqual(ends, ["filled", "filled"]);
    assert.equal(result.orders[1].ocoGroup, undefined);
  });

  it("that cover different shares may both fill in one bar, not doubtful", () => {
    const half = (desk: Desk) => {
      desk.place("A", "sell", 5, stop(95));
      desk.place("A", "sell", 5, limit(105));
    };
    assert.deepEqual(held(half, [[100, 106, 94, 100]]).fills, ["order-2: -5 @ 95, bar 2", "order-3: -5 @ 105, bar 2"]);
  });

  it("scale out: limits over halves, and a stop over it all that shrinks with them", () => {
    const scales = (desk: Desk) => {
      desk.place("A", "sell", 10, stop(95));
      desk.place("A", "sell", 5, limit(105));
      desk.place("A", "sell", 5, limit(110));
    };
    const { fills, changes } = held(scales, [
      [100, 106, 99, 105],
      [105, 105, 94, 94],
    ]);
    assert.deepEqual(fills, ["order-3: -5 @ 105, bar 2", "order-2: -5 @ 95, bar 3"]);
    assert.deepEqual(changes, ['order-2 {"quantity":5} POSITION_REDUCED: by=order-3']);
  });

  it("shrink by what fills in part", () => {
    const { fills, changes } = held(
      both,
      [
        [100, 106, 99, 100, 4],
        [94, 95, 93, 94, 100],
      ],
      { volumeLimit: 1 },
    );
    assert.deepEqual(fills, ["order-3: -4 @ 105, bar 2", "order-2: -6 @ 94, bar 3"]);
    assert.deepEqual(changes, ['order-2 {"quantity":6} POSITION_REDUCED: by=order-3']);
  });

  it("do not grow with the position", () => {
    const { result, ends } = held(
      both,
      [100, 100, [100, 106, 99, 100]],
      {},
      { 2: (desk) => desk.place("A", "buy", 5) },
    );
    assert.equal(result.engine.desk.position("A").quantity, 5);
    assert.deepEqual(ends, ["canceled END_OF_FEED", "filled", "filled"]);
    assert.equal(result.orders[1].quantity, 5);
  });

  it("are cut oldest first when part of the position is sold", () => {
    const stops = (desk: Desk) => {
      desk.place("A", "sell", 4, stop(95));
      desk.place("A", "sell", 6, stop(94));
      desk.place("A", "sell", 5);
    };
    const { changes, ends } = held(stops, [100, 100]);
    assert.deepEqual(changes, ['order-3 {"quantity":5} POSITION_REDUCED: by=order-4']);
    assert.deepEqual(ends, ["canceled POSITION_REDUCED: by=order-4", "canceled END_OF_FEED", "filled"]);
  });

  it("beyond the position are denied, naming the one to replace", () => {
    const more = (desk: Desk) => {
      both(desk);
      desk.place("A", "sell", 1, { type: "trailingStop", trailAmount: 2 });
      desk.place("A", "sell", 3, limit(120));
    };
    assert.deepEqual(held(more, [100]).ends.slice(2), [
      "denied EXIT_EXCEEDS_POSITION: quantity=1, available=0, replace=order-2",
      "denied EXIT_EXCEEDS_POSITION: quantity=3, available=0, replace=order-3",
    ]);
  });

  it("of fractions leave no dust", () => {
    const feed = bars("A", [100, 100, [100, 106, 99, 100], [100, 111, 99, 100]]);
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 0.3),
        1: (desk) => {
          desk.place("A", "sell", 0.3, stop(90));
          desk.place("A", "sell", 0.1, limit(105));
          desk.place("A", "sell", 0.2, limit(110));
        },
      },
      { lotSize: 0.1 },
    );
    assert.deepEqual(changesOf(result), ['order-2 {"quantity":0.2} POSITION_REDUCED: by=order-3']);
    assert.deepEqual(endsOf(result), ["filled", "canceled POSITION_REDUCED: by=order-4", "filled", "filled"]);
    assert.equal(result.engine.desk.position("A").quantity, 0);
  });
});

describe("a position that has exits", () => {
  const exits = (desk: Desk) => {
    desk.place("A", "sell", 10, stop(95));
    desk.place("A", "sell", 10, limit(105));
  };

  it("is closed by an order that takes their place", () => {
    const { fills, ends } = held(exits, [100, 100], {}, { 2: (desk) => desk.close() });
    assert.deepEqual(fills, ["order-4: -10 @ 100, bar 3"]);
    assert.deepEqual(ends, ["canceled REPLACED: by=order-4", "canceled REPLACED: by=order-4", "filled"]);
  });

  it("is reduced by a target, which cuts them when it fills", () => {
    const { ends, changes } = held(exits, [100, 100], {}, { 2: (desk) => desk.orderTarget("A", 4) });
    assert.deepEqual(ends, ["canceled END_OF_FEED", "canceled END_OF_FEED", "filled"]);
    assert.deepEqual(changes, [
      'order-3 {"quantity":4} POSITION_REDUCED: by=order-4',
      'order-2 {"quantity":4} POSITION_REDUCED: by=order-4',
    ]);
  });

  it("is not what a target counts as ordered", () => {
    const { ends } = held(exits, [100, 100], {}, { 2: (desk) => desk.orderTarget("A", 10) });
    assert.equal(ends.length, 2);
  });
});

describe("an order beyond a position with shorting", () => {
  const terms = { shorting: true };

  it("at any price turns it, and takes the place of its exits", () => {
    const turn = (desk: Desk) => {
      desk.place("A", "sell", 10, stop(95));
      desk.place("A", "sell", 25);
    };
    const { fills, ends } = held(turn, [100], terms);
    assert.deepEqual(fills, ["order-3: -10 @ 100, bar 2", "order-3: -15 @ 100, bar 2"]);
    assert.deepEqual(ends, ["canceled REPLACED: by=order-3", "filled"]);
  });

  it("dies when another order closes the position first", () => {
    const turn = (desk: Desk) => {
      desk.place("A", "sell", 10, stop(95));
      desk.place("A", "sell", 25, limit(110));
    };
    const { fills, ends } = held(
      turn,
      [
        [100, 101, 94, 95],
        [110, 120, 110, 120],
      ],
      terms,
    );
    assert.deepEqual(fills, ["order-2: -10 @ 95, bar 2"]);
    assert.deepEqual(ends, ["filled", "canceled POSITION_REDUCED: by=order-2"]);
  });

  it("opens nothing on a bar whose volume ends with what it reduces", () => {
    const turn = (desk: Desk) => desk.place("A", "sell", 25, { timeInForce: "GTC" });
    const { fills } = held(
      turn,
      [
        [100, 100, 100, 100, 6],
        [101, 101, 101, 101, 6],
        [102, 102, 102, 102, 50],
      ],
      { ...terms, volumeLimit: 1 },
    );
    assert.deepEqual(fills, [
      "order-2: -6 @ 100, bar 2",
      "order-2: -4 @ 101, bar 3",
      "order-2: -2 @ 101, bar 3",
      "order-2: -13 @ 102, bar 4",
    ]);
  });

  it("that an exit became by a replacement closes first what was added since, in a fill of its own", () => {
    const exits = (desk: Desk) => {
      desk.place("A", "sell", 10, stop(90));
      desk.place("A", "sell", 10, limit(120));
    };
    const { fills, result } = held(exits, [100, 100, 100, [85, 86, 85, 86]], terms, {
      2: (desk) => desk.replace("order-2", { quantity: 19 }),
      3: (desk) => desk.place("A", "buy", 7),
    });
    assert.deepEqual(fills, [
      "order-4: 7 @ 100, bar 4",
      "order-2: -10 @ 85, bar 5",
      "order-2: -7 @ 85, bar 5",
      "order-2: -2 @ 85, bar 5",
    ]);
    const names = result.orders.slice(1).map((order) => order.ocoGroup);
    assert.deepEqual(names, [undefined, "exits-order-2", undefined]);
  });

  it("that becomes an exit by a replacement shares the name of the exits", () => {
    const turn = (desk: Desk) => {
      desk.place("A", "sell", 19, stop(90));
      desk.place("A", "sell", 10, limit(120));
    };
    const replace: Script = { 2: (desk) => desk.replace("order-2", { quantity: 10 }) };
    const { ends, result } = held(turn, [100, 100, [85, 86, 85, 86]], terms, replace);
    assert.deepEqual(ends, ["filled", "canceled POSITION_REDUCED: by=order-2"]);
    assert.equal(result.orders[1].ocoGroup, result.orders[2].ocoGroup);
    assert.equal(result.orders[1].ocoGroup, "exits-order-3");
  });

  it("never fills across zero in one fill, whatever is added or taken meanwhile", () => {
    const size = fc.integer({ min: 1, max: 20 });
    const change = fc.record({ side: fc.constantFrom("buy" as const, "sell" as const), quantity: size });
    fc.assert(
      fc.property(size, size, fc.array(change, { maxLength: 4 }), size, (first, second, changes, volume) => {
        const row: Prices = [100, 100, 100, 100, volume];
        const feed = bars("A", [100, 100, ...changes.map(() => row), [85, 86, 85, 86, volume], [85, 85, 85, 85, 99]]);
        const later = changes.map(({ side, quantity }, at) => [
          at + 2,
          (desk: Desk) => desk.place("A", side, quantity, { timeInForce: "GTC" }),
        ]);
        const script: Script = {
          0: (desk) => desk.place("A", "buy", 10),
          1: (desk) => desk.place("A", "sell", Math.min(first, 10), stop(90)),
          ...Object.fromEntries(later),
          [2 + changes.length]: (desk) =>
            desk.openOrders().length > 0 && desk.replace("order-2", { quantity: 10 + second }),
        };
        let position = 0;
        for (const { side, quantity } of play(feed, script, { ...terms, volumeLimit: 1, initialCapital: 1e6 }).fills) {
          const after = position + (side === "buy" ? quantity : -quantity);
          assert.ok(position * after >= 0, `${position} to ${after}`);
          position = after;
        }
      }),
      { numRuns: 300 },
    );
  });
});
