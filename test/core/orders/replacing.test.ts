import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import { latencyBars } from "../../../src/core/models/latency";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars } from "../../support/bars";
import { play } from "../../support/play";
import { changesOf, endsOf, fillsOf } from "../../support/told";

const limit = (limitPrice: number): OrderOptions => ({ type: "limit", limitPrice });
const thin = { volumeLimit: 1 };

describe("an order that is replaced", () => {
  it("has its new terms from the next bar on", () => {
    const feed = bars("A", [100, 100, [100, 101, 96, 100], 100]);
    const result = play(feed, {
      0: (desk) => desk.place("A", "buy", 5, limit(90)),
      1: (desk) => desk.replace("order-1", { limitPrice: 97, quantity: 8 }),
    });
    assert.deepEqual(fillsOf(result, feed), ["order-1: 8 @ 97, bar 2"]);
    assert.deepEqual(changesOf(result), ['order-1 {"quantity":8,"limitPrice":97} REQUESTED']);
    assert.deepEqual([result.orders[0].quantity, result.orders[0].limitPrice], [8, 97]);
  });

  const places: [name: string, changes: { quantity?: number; limitPrice?: number }, first: string][] = [
    ["keeps its place when it gets smaller", { quantity: 4 }, "order-1: 4 @ 99, bar 2"],
    ["loses it when it gets larger", { quantity: 6 }, "order-2: 5 @ 99, bar 2"],
    ["loses it with another price", { limitPrice: 99.5 }, "order-2: 5 @ 99, bar 2"],
  ];
  for (const [name, changes, first] of places)
    it(name, () => {
      const feed = bars("A", [100, 100, [99, 99, 99, 99, 5]]);
      const result = play(
        feed,
        {
          0: (desk) => [desk.place("A", "buy", 5, limit(99)), desk.place("A", "buy", 5, limit(99))],
          1: (desk) => desk.replace("order-1", changes),
        },
        thin,
      );
      assert.equal(fillsOf(result, feed)[0], first);
    });

  it("takes as long to arrive as a new one if its terms get better for it", () => {
    const feed = bars("A", [100, 100, 100, [95, 95, 95, 95], 95]);
    const result = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 5, limit(90)), 2: (desk) => desk.replace("order-1", { limitPrice: 96 }) },
      { latency: latencyBars(1) },
    );
    assert.deepEqual(fillsOf(result, feed), ["order-1: 5 @ 95, bar 4"]);
  });

  it("counts what was filled", () => {
    const feed = bars("A", [100, [99, 99, 99, 99, 4], [99, 99, 99, 99, 100]]);
    const replaced = (quantity: number) =>
      play(
        feed,
        { 0: (desk) => desk.place("A", "buy", 10, limit(99)), 1: (desk) => desk.replace("order-1", { quantity }) },
        thin,
      );
    assert.deepEqual(fillsOf(replaced(6), feed), ["order-1: 4 @ 99, bar 1", "order-1: 2 @ 99, bar 2"]);
    assert.deepEqual(endsOf(replaced(6)), ["filled"]);
    const denied = replaced(4);
    assert.deepEqual(changesOf(denied), ['order-1 {"quantity":4} ALREADY_FILLED: filled=4']);
    assert.deepEqual(endsOf(denied), ["filled"]);
  });

  it("is judged as a new one would be without it, and stays as it is where that is denied", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 60, limit(90)),
      1: (desk) => {
        desk.replace("order-1", { quantity: 100 });
        desk.replace("order-1", { quantity: 101 });
      },
    });
    assert.deepEqual(changesOf(result), [
      'order-1 {"quantity":100} REQUESTED',
      'order-1 {"quantity":101} INSUFFICIENT_BUYING_POWER: needed=10100, available=10000',
    ]);
  });

  it("that closes a position does not cancel itself", () => {
    const feed = bars("A", [100, 100, [100, 100, 100, 100, 3], [100, 100, 100, 100, 20]]);
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC", ...limit(200) }),
        1: (desk) => desk.close(),
        2: (desk) => desk.replace("order-2", { quantity: 10 }),
      },
      thin,
    );
    assert.deepEqual(endsOf(result), ["filled", "filled"]);
    assert.deepEqual(fillsOf(result, feed).slice(1), ["order-2: -3 @ 100, bar 2", "order-2: -7 @ 100, bar 3"]);
  });

  it("cannot get another stop once it is triggered, but another quantity", () => {
    const feed = bars("A", [100, [100, 103, 99, 100, 3], [100, 100, 100, 100, 20]]);
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { type: "stop", stopPrice: 102 }),
        1: (desk) => {
          desk.replace("order-1", { stopPrice: 105 });
          desk.replace("order-1", { quantity: 5 });
        },
      },
      thin,
    );
    assert.deepEqual(changesOf(result), [
      'order-1 {"stopPrice":105} ALREADY_TRIGGERED',
      'order-1 {"quantity":5} REQUESTED',
    ]);
    assert.deepEqual(fillsOf(result, feed), ["order-1: 3 @ 102, bar 1", "order-1: 2 @ 100, bar 2"]);
  });

  it("that has ended stays as it is, with a note of it", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 1),
      1: (desk) => {
        desk.replace("order-1", { quantity: 2 });
        desk.cancel("order-1");
      },
    });
    assert.deepEqual(changesOf(result), [
      'order-1 {"quantity":2} ORDER_ENDED: status=filled',
      "order-1 {} ORDER_ENDED: status=filled",
    ]);
  });

  it("moves a trailing stop nearer, from the same best price", () => {
    const feed = bars("A", [100, 100, [110, 110, 110, 110], [110, 110, 106, 107], 107]);
    const result = play(feed, {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.place("A", "sell", 10, { type: "trailingStop", trailAmount: 8 }),
      2: (desk) => desk.replace("order-2", { trailAmount: 3 }),
    });
    assert.deepEqual(fillsOf(result, feed).slice(1), ["order-2: -10 @ 107, bar 3"]);
  });

  it("is an exit still, and its quantity is denied beyond the position", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.place("A", "sell", 10, { type: "stop", stopPrice: 90 }),
      2: (desk) => {
        desk.replace("order-2", { stopPrice: 95 });
        desk.replace("order-2", { quantity: 12 });
      },
    });
    assert.deepEqual(changesOf(result), [
      'order-2 {"stopPrice":95} REQUESTED',
      'order-2 {"quantity":12} SHORTING_NOT_ALLOWED: quantity=12, available=10',
    ]);
  });
});

describe("a cancellation", () => {
  it("beside other requests of its step is settled once", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 1, limit(50)),
      1: (desk) => {
        desk.cancel("order-1");
        desk.place("A", "buy", 1);
      },
    });
    assert.deepEqual(endsOf(result), ["canceled REQUESTED", "filled"]);
    assert.deepEqual(changesOf(result), []);
  });

  it("frees the cash for the orders of its step", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 100, limit(50)),
      1: (desk) => {
        desk.place("A", "buy", 100);
        desk.cancel("order-1");
      },
    });
    assert.deepEqual(endsOf(result), ["canceled REQUESTED", "filled"]);
  });
});

describe("orders together", () => {
  const feed = [...bars("A", [100, 100, 100]), ...bars("B", [50, 50, 50])];

  it("are all accepted, each with those before it at work", () => {
    const ids: string[] = [];
    const result = play(feed, {
      0: (desk) => {
        const pair = [
          { symbol: "A", side: "buy" as const, quantity: 50 },
          { symbol: "B", side: "buy" as const, quantity: 100 },
        ];
        ids.push(...desk.together(pair));
      },
    });
    assert.deepEqual(
      [ids, endsOf(result)],
      [
        ["order-1", "order-2"],
        ["filled", "filled"],
      ],
    );
  });

  it("are all denied if one is, each with the reason, and leave nothing behind", () => {
    const result = play(feed, {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => {
        desk.place("A", "sell", 10, { type: "stop", stopPrice: 90 });
        desk.together([
          { symbol: "A", side: "sell", quantity: 10, type: "limit", limitPrice: 120 },
          { symbol: "A", side: "sell", quantity: 10 },
          { symbol: "B", side: "buy", quantity: 1000 },
        ]);
        desk.place("B", "buy", 180);
      },
    });
    assert.deepEqual(endsOf(result), [
      "filled",
      "canceled END_OF_FEED",
      "denied TOGETHER: denied=order-5",
      "denied TOGETHER: denied=order-5",
      "denied INSUFFICIENT_BUYING_POWER: needed=50000, available=10000",
      "filled",
    ]);
    assert.equal(result.orders[1].ocoGroup, undefined);
  });

  it("are counted by a target after them", () => {
    const result = play(feed, {
      0: (desk) => {
        desk.together([{ symbol: "A", side: "buy", quantity: 10 }]);
        desk.orderTarget("A", 12);
      },
    });
    assert.deepEqual(
      result.orders.map(({ quantity }) => quantity),
      [10, 2],
    );
  });
});

describe("a target", () => {
  it("below what works makes entries smaller, the newest first, instead of selling", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => [desk.place("A", "buy", 6, limit(50)), desk.place("A", "buy", 6, limit(51))],
      1: (desk) => desk.orderTarget("A", 4),
    });
    assert.deepEqual(endsOf(result), ["canceled END_OF_FEED", "canceled TARGET_CHANGED"]);
    assert.deepEqual(changesOf(result), ['order-1 {"quantity":4} TARGET_CHANGED']);
  });

  it("below what is held cancels entries and sells the difference", () => {
    const feed = bars("A", [100, 100, 100, 100]);
    const result = play(feed, {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.place("A", "buy", 5, limit(50)),
      2: (desk) => desk.orderTarget("A", 4),
    });
    assert.deepEqual(endsOf(result), ["filled", "canceled TARGET_CHANGED", "filled"]);
    assert.deepEqual(fillsOf(result, feed).slice(1), ["order-3: -6 @ 100, bar 3"]);
  });

  it("of fractions leaves no order of dust", () => {
    const result = play(
      bars("A", [100, 100, 100]),
      {
        0: (desk) => [desk.place("A", "buy", 0.1, limit(50)), desk.place("A", "buy", 2.5, limit(51))],
        1: (desk) => desk.orderTarget("A", 0),
      },
      { lotSize: 0.1 },
    );
    assert.deepEqual(endsOf(result), ["canceled TARGET_CHANGED", "canceled TARGET_CHANGED"]);
  });

  it("counts the terms that a replacement before it gives an order", () => {
    const result = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 10, limit(50)),
      1: (desk) => {
        desk.replace("order-1", { quantity: 4 });
        desk.orderTarget("A", 10);
      },
    });
    assert.deepEqual(
      result.orders.map(({ quantity }) => quantity),
      [4, 6],
    );
  });
});

describe("an entry that still works when the position is closed", () => {
  const feed = bars("A", [100, 100, 100, 100, 40, 40]);
  const ended = (end: (desk: Desk) => unknown) =>
    play(feed, {
      0: (desk) => desk.place("A", "buy", 10, { stopLoss: 30 }),
      1: (desk) => desk.place("A", "buy", 5, limit(50)),
      2: end,
    });

  it("goes on after `close`, and opens a position again", () => {
    const result = ended((desk) => desk.close("A"));
    assert.deepEqual(endsOf(result), ["filled", "canceled REPLACED: by=order-4", "filled", "filled"]);
    assert.deepEqual(
      result.engine.portfolio.positions().map(({ quantity }) => quantity),
      [5],
    );
  });

  it("is canceled by a target of 0", () => {
    const result = ended((desk) => desk.orderTarget("A", 0));
    assert.deepEqual(endsOf(result), ["filled", "canceled REPLACED: by=order-4", "canceled TARGET_CHANGED", "filled"]);
  });
});
