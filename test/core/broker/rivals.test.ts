import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";
import { endsOf, fillsOf } from "../../support/told";

const limit = (limitPrice: number): OrderOptions => ({ type: "limit", limitPrice });
const stop = (stopPrice: number): OrderOptions => ({ type: "stop", stopPrice });

/** The fills and ends of orders, of a feed of A at 100 and then `bar`. */
function told(bar: Prices, script: Script, options = {}) {
  const feed = bars("A", [100, 100, bar]);
  const result = play(feed, script, options);
  return { fills: fillsOf(result, feed), ends: endsOf(result) };
}

describe("rivals of two groups", () => {
  it("are not doubtful as long as each covers units of its own", () => {
    const { fills } = told([100, 106, 89, 100], {
      0: (desk) => {
        desk.place("A", "buy", 5, { takeProfit: 105 });
        desk.place("A", "buy", 5, { stopLoss: 90 });
      },
    });
    assert.deepEqual(fills.slice(2), ["order-4: -5 @ 90, bar 2", "order-3: -5 @ 105, bar 2"]);
  });

  it("are doubtful where the exits of two brackets cover the same units", () => {
    const feed = bars("A", [100, 100, 100, [100, 106, 89, 100]]);
    const script: Script = {
      0: (desk) => {
        desk.place("A", "buy", 5, { takeProfit: 105 });
        desk.place("A", "buy", 5, { stopLoss: 90 });
      },
      1: (desk) => desk.place("A", "sell", 5),
    };
    assert.deepEqual(fillsOf(play(feed, script), feed).slice(3), ["order-4: -5 @ 90, bar 3, TWO_OF_A_GROUP"]);
  });
});

describe("orders that open positions", () => {
  const holds = (desk: Desk) => desk.place("A", "buy", 10);

  it("come oldest first, whatever a younger one reduces before", () => {
    // Both sales fill at the open. What the younger one opens comes after the older one, which closes its position.
    const { fills } = told(
      [100, 101, 85, 90],
      {
        0: holds,
        1: (desk) => {
          desk.place("A", "sell", 10, stop(90));
          desk.place("A", "buy", 3, { takeProfit: 120 });
          desk.place("A", "sell", 15);
        },
      },
      { shorting: true },
    );
    assert.deepEqual(fills.slice(1), [
      "order-4: -10 @ 100, bar 2",
      "order-3: 3 @ 100, bar 2",
      "order-4: -3 @ 100, bar 2",
      "order-4: -2 @ 100, bar 2",
    ]);
  });

  it("come oldest first where a younger one is of a group", () => {
    const bar: Prices = [100, 101, 99, 100, 10];
    const script: Script = {
      0: (desk) => desk.place("A", "buy", 1, { stopLoss: 99 }),
      1: (desk) => {
        desk.place("A", "buy", 10, { type: "marketOnClose" });
        desk.place("A", "buy", 10, { ocoGroup: "g" });
      },
    };
    const { fills } = told(bar, script, { volumeLimit: 1 });
    assert.deepEqual(fills.slice(1), ["order-2: -1 @ 99, bar 2", "order-3: 9 @ 100, bar 2"]);
  });
});

describe("a group of two symbols", () => {
  const feed = [...bars("A", [100, [100, 101, 98, 100]]), ...bars("B", [50, [50, 51, 49, 50]])];
  const outcome = (act: (desk: Desk) => unknown, script: Script = {}) => {
    const result = play(feed, { ...script, 0: act }, { symbols: ["A", "B"] });
    return [fillsOf(result, feed), endsOf(result)];
  };

  it("lets the one at the open win over an older one inside its bar", () =>
    assert.deepEqual(
      outcome((desk) => {
        desk.place("A", "buy", 1, { ...limit(99), ocoGroup: "g" });
        desk.place("B", "buy", 1, { ocoGroup: "g" });
      }),
      [["order-2: 1 @ 50, bar 1"], ["canceled GROUP_FILLED: by=order-2", "filled"]],
    ));

  it("lets the stop win where both fill inside their bars, doubtful", () =>
    assert.deepEqual(
      outcome((desk) => {
        desk.place("A", "buy", 1, { ...limit(99), ocoGroup: "g" });
        desk.place("B", "buy", 1, { ...stop(51), ocoGroup: "g" });
      }),
      [["order-2: 1 @ 51, bar 1, TWO_OF_A_GROUP"], ["canceled GROUP_FILLED: by=order-2", "filled"]],
    ));

  it("does so for exits of two positions", () => {
    const longer = [...bars("A", [100, 100, [100, 102, 98, 100]]), ...bars("B", [50, 50, [50, 51, 48, 50]])];
    const script: Script = {
      0: (desk) => {
        desk.place("A", "buy", 1);
        desk.place("B", "buy", 1);
      },
      1: (desk) => {
        desk.place("A", "sell", 1, { ...limit(101), ocoGroup: "g" });
        desk.place("B", "sell", 1, { ...stop(49), ocoGroup: "g" });
      },
    };
    const result = play(longer, script, { symbols: ["A", "B"] });
    assert.deepEqual(fillsOf(result, longer).slice(2), ["order-4: -1 @ 49, bar 2, TWO_OF_A_GROUP"]);
    assert.equal(endsOf(result)[2], "canceled GROUP_FILLED: by=order-4");
  });
});

describe("very many exits of one position on one bar", () => {
  /** Seconds that `count` stops and as many limits take, all in the range of one bar. `held`: units. */
  function seconds(count: number, held: number): number {
    const feed = bars("A", [100, 100, [100, 101, 99, 100]]);
    const script: Script = {
      0: (desk) => desk.place("A", "buy", held),
      1: (desk) => {
        for (let at = 0; at < count; at++) {
          desk.place("A", "sell", 1, stop(99.5));
          desk.place("A", "sell", 1, limit(100.5));
        }
      },
    };
    const begun = process.cpuUsage();
    const { fills } = play(feed, script, { initialCapital: 1e9 });
    assert.equal(fills.length, 1 + held);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1e6;
  }

  for (const [name, share] of [
    ["that share their units", 1],
    ["that cover units of their own", 2],
  ] as const)
    it(`takes time in proportion to them: ${name}`, () => {
      seconds(1_000, share * 1_000);
      // Ten times as many. If each looked at all the others, that would take about a hundred times as long.
      const few = Math.min(seconds(2_000, share * 2_000), seconds(2_000, share * 2_000));
      const many = seconds(20_000, share * 20_000);
      assert.ok(many < 40 * few, `${many} s for ten times as many as take ${few} s`);
    });
});
