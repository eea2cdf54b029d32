import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { play } from "../../support/play";
import { endsOf, fillsOf } from "../../support/told";

describe("the volume of a bar", () => {
  it("is shared by all orders of its symbol: what reduces first, then the oldest", () => {
    const feed = bars("A", [100, 100, [100, 106, 94, 100, 12], 100]);
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10),
        1: (desk) => {
          desk.place("A", "buy", 5, { type: "limit", limitPrice: 95 });
          desk.place("A", "buy", 5, { type: "limit", limitPrice: 96 });
          desk.place("A", "sell", 8, { type: "limit", limitPrice: 105 });
        },
      },
      { volumeLimit: 1 },
    );
    assert.deepEqual(fillsOf(result, feed).slice(1, 3), ["order-4: -8 @ 105, bar 2", "order-2: 4 @ 95, bar 2"]);
  });

  it("is each symbol's own", () => {
    const feed = [...bars("A", [100, [100, 100, 100, 100, 3]]), ...bars("B", [50, [50, 50, 50, 50, 4]])];
    const script = { 0: (desk: Desk) => [desk.place("A", "buy", 9), desk.place("B", "buy", 9)] };
    assert.deepEqual(fillsOf(play(feed, script, { volumeLimit: 1 }), feed), [
      "order-1: 3 @ 100, bar 1",
      "order-2: 4 @ 50, bar 1",
    ]);
  });

  it("of fractions is taken without dust", () => {
    const feed = bars("A", [100, [100, 100, 100, 100, 1]]);
    const script = { 0: (desk: Desk) => [0.1, 0.2, 5].map((quantity) => desk.place("A", "buy", quantity)) };
    assert.deepEqual(fillsOf(play(feed, script, { volumeLimit: 1, lotSize: 0.1 }), feed), [
      "order-1: 0.1 @ 100, bar 1",
      "order-2: 0.2 @ 100, bar 1",
      "order-3: 0.7 @ 100, bar 1",
    ]);
  });

  it("of 0 fills nothing", () => {
    const feed = bars("A", [100, [100, 100, 100, 100, 0]]);
    assert.deepEqual(endsOf(play(feed, { 0: (desk) => desk.place("A", "buy", 1) }, { volumeLimit: 1 })), [
      "expired DAY_OVER",
    ]);
  });
});

describe("what reduces a position", () => {
  for (const [sold, bought] of [
    ["A", "B"],
    ["B", "A"],
  ]) {
    const feed = [...bars("A", [100, 100, 100, 100]), ...bars("B", [100, 100, 100, 100])];

    it(`of ${sold} is judged before a purchase of ${bought} that comes before targets of both`, () => {
      const result = play(feed, {
        0: (desk) => desk.place(sold, "buy", 100),
        2: (desk) => {
          desk.place(bought, "buy", 90);
          desk.orderTarget(bought, 100);
          desk.orderTarget(sold, 0);
        },
      });
      assert.deepEqual(endsOf(result), ["filled", "filled", "filled", "filled"]);
      assert.equal(result.engine.desk.position(bought).quantity, 100);
    });

    it(`of ${sold} is judged and filled before a purchase of ${bought}, whatever came first`, () => {
      const result = play(feed, {
        0: (desk) => desk.place(sold, "buy", 100),
        1: (desk) => {
          desk.place(bought, "buy", 100);
          desk.close(sold);
        },
      });
      assert.deepEqual(endsOf(result), ["filled", "filled", "filled"]);
      assert.deepEqual(fillsOf(result, feed).slice(1), ["order-3: -100 @ 100, bar 2", "order-2: 100 @ 100, bar 2"]);
    });

    it(`of ${sold} at a limit brings nothing before it fills`, () => {
      const result = play(feed, {
        0: (desk) => desk.place(sold, "buy", 100),
        1: (desk) => {
          desk.place(sold, "sell", 100, { type: "limit", limitPrice: 100 });
          desk.place(bought, "buy", 100);
        },
      });
      assert.equal(endsOf(result)[2], "denied INSUFFICIENT_BUYING_POWER: needed=10000, available=0");
    });
  }

  it("pays for as much as it brings, and the rest waits only for the sales of its own step", () => {
    const feed = [
      ...bars("A", [100, 100, [100, 100, 100, 100, 60], [100, 100, 100, 100, 100]]),
      ...bars("B", [100, 100, 100, 100]),
    ];
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 100),
        1: (desk) => {
          desk.close("A");
          desk.place("B", "buy", 100, { timeInForce: "GTC" });
        },
      },
      { volumeLimit: 1 },
    );
    assert.deepEqual(fillsOf(result, feed).slice(1), [
      "order-3: -60 @ 100, bar 2",
      "order-2: 60 @ 100, bar 2",
      "order-3: -40 @ 100, bar 3",
      "order-2: 40 @ 100, bar 3",
    ]);
  });
});
