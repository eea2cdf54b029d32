import assert from "node:assert/strict";
import { fifthBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import { bars, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";

const rich = { initialCapital: 100_000, shorting: true };
const flat: Prices = [100, 101, 99, 100];

function run(last: readonly Prices[], script: Script, terms = {}) {
  const { fills, engine, orders, events } = play(bars("A", [flat, flat, flat, ...last]), script, { ...rich, ...terms });
  return { fills, orders, events, held: engine.desk.position("A").quantity };
}

describe("orders that go beyond a position, beside exits of it", () => {
  it("leave nothing for an exit that was placed after them", () => {
    const { held, orders } = run(
      [
        [100, 101, 85, 86],
        [100, 111, 99, 110],
      ],
      {
        0: (desk) => desk.place("A", "buy", 10),
        1: (desk) => desk.place("A", "sell", 15, { type: "stop", stopPrice: 90 }),
        2: (desk) => desk.place("A", "sell", 10, { type: "limit", limitPrice: 110 }),
      },
    );
    assert.equal(held, -5);
    assert.equal(orders[2].reason, "POSITION_REDUCED: by=order-2");
  });

  it("compete with exits inside one bar: the stop is taken, and is doubtful", () => {
    for (const [stop, limit] of [
      [15, 10],
      [10, 15],
    ]) {
      const { fills, held } = run([[100, 111, 85, 100]], {
        0: (desk) => desk.place("A", "buy", 10),
        2: (desk) => {
          desk.place("A", "sell", limit, { type: "limit", limitPrice: 110 });
          desk.place("A", "sell", stop, { type: "stop", stopPrice: 90 });
        },
      });
      assert.deepEqual([fills[1].price, fills[1].doubtful, held], [90, "TWO_OF_A_GROUP", 10 - stop]);
    }
  });
});

describe("a target that turns a position", () => {
  it("is reached where an order toward nothing still works", () => {
    const volumes = [1e9, 1e9, 200, 200, 1e9, 1e9, 1e9];
    const feed = bars(
      "A",
      volumes.map((volume): Prices => [100, 100, 100, 100, volume]),
    );
    const script: Script = {
      0: (desk) => desk.orderTarget("A", 30),
      1: (desk) => desk.orderTarget("A", 0),
      2: (desk) => desk.orderTarget("A", -10),
    };
    const { engine } = play(feed, script, { ...rich, volumeLimit: 0.1 });
    assert.equal(engine.desk.position("A").quantity, -10);
  });
});

describe("a bracket", () => {
  it("keeps the price that was given to one of its exits when more of its entry fills", () => {
    const feed = bars(
      "A",
      [...Array(5)].map((): Prices => [100, 100, 100, 100, 100]),
    );
    const script: Script = {
      0: (desk) =>
        desk.place("A", "buy", 20, { takeProfit: { fraction: 0.2 }, stopLoss: { fraction: 0.2 }, timeInForce: "GTC" }),
      1: (desk) => desk.replace("order-3", { stopPrice: 95 }),
    };
    const { orders } = play(feed, script, { ...rich, volumeLimit: 0.1 });
    assert.deepEqual([orders[2].quantity, orders[2].stopPrice, orders[1].limitPrice], [20, 95, 120]);
  });

  it("must stay on the right sides of its entry when that is replaced", () => {
    const script: Script = {
      0: (desk) => desk.place("A", "buy", 50, { type: "limit", limitPrice: 90, takeProfit: 94, stopLoss: 85 }),
      1: (desk) => {
        const wrong = {
          code: "INVALID_ORDER",
          message: /takeProfit of an order to buy to be above its limitPrice 98, was 94/,
        };
        assert.throws(() => desk.replace("order-1", { limitPrice: 98 }), wrong);
        assert.throws(() => desk.replace("order-1", { limitPrice: 84 }), {
          code: "INVALID_ORDER",
          message: /stopLoss/,
        });
      },
    };
    run([], script);
  });
});

describe("an exit of a bracket that is replaced by an order beyond the position", () => {
  const thin: Prices = [100, 101, 99, 100, 100];
  // Ten units a bar can be traded. At the last one 5 are sold, and 5 more of the entry fill.
  const script: Script = {
    0: (desk) => desk.place("A", "buy", 30, { timeInForce: "GTC", stopLoss: 50 }),
    1: (desk) => desk.replace("order-2", { quantity: 25 }),
    2: (desk) => desk.place("A", "sell", 5),
  };
  const quantities = (options = {}) => {
    const { events } = play(bars("A", [thin, thin, thin, thin]), script, { ...rich, volumeLimit: 0.1, ...options });
    return events.flatMap((event) =>
      event.kind === "orderChanged" && event.order.id === "order-2" ? [event.terms.quantity] : [],
    );
  };

  it("grows with its entry, and is cut by what is sold of the position, as it goes 15 beyond it", () => {
    assert.deepEqual(quantities(), [25, 35, 30, 35]);
    assert.deepEqual(quantities({ behavior: sixthBehavior }), [25, 35, 30, 35]);
  });

  it("was not cut any more under earlier rules", () => {
    assert.deepEqual(quantities({ behavior: fifthBehavior }), [25, 35, 40]);
  });
});

describe("orders that go together", () => {
  it("are accepted in whatever order they are named, if what they sell pays for what they buy", () => {
    const feed = [...bars("A", [100, 100, 100, 100]), ...bars("B", [100, 100, 100, 100])];
    const buy = { symbol: "A", side: "buy", quantity: 100 } as const;
    const sell = { symbol: "B", side: "sell", quantity: 100 } as const;
    for (const both of [
      [buy, sell],
      [sell, buy],
    ]) {
      const { engine } = play(feed, { 0: (desk) => desk.place("B", "buy", 100), 1: (desk) => desk.together(both) });
      assert.deepEqual(
        ["A", "B"].map((symbol) => engine.desk.position(symbol).quantity),
        [100, 0],
      );
    }
  });
});
