import assert from "node:assert/strict";
import { eighthBehavior, ninthBehavior } from "../../../src/core/account/behavior";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import { maxOpenOrders, maxPositionWeight } from "../../../src/index";
import { bars, type Prices } from "../../support/bars";
import { begin, type Played, play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";

const flat: Prices = [100, 100, 100, 100];
const free = { initialCapital: 100_000, shorting: true };

const told = ({ orders }: Played) =>
  orders.map(({ side, quantity, status, reason }) => `${side} ${quantity} ${status} ${reason ?? ""}`.trim());

/** A position of 50 of which a stop for 100 turns it, and what is asked for beside it, all at one price. */
function besideStop(asked: (desk: Desk) => unknown, terms: TermOptions = {}, side: "buy" | "sell" = "buy") {
  const script: Script = {
    0: (desk) => desk.place("A", side, 50),
    1: (desk) =>
      side === "buy"
        ? desk.place("A", "sell", 100, { type: "stop", stopPrice: 80 })
        : desk.place("A", "buy", 100, { type: "stop", stopPrice: 120 }),
    2: asked,
  };
  const run = play(bars("A", [flat, flat, flat, flat]), script, { ...free, ...terms });
  return { orders: told(run).slice(1), held: run.engine.desk.position("A").quantity };
}

describe("a stop that goes beyond the position", () => {
  const closings: readonly (readonly [string, (desk: Desk) => unknown])[] = [
    ["close", (desk) => desk.close("A")],
    ["close of all", (desk) => desk.close()],
    ["a target of nothing", (desk) => desk.orderTarget("A", 0)],
    ["a weight of nothing", (desk) => desk.orderTargetWeight("A", 0)],
    ["a portfolio of nothing", (desk) => desk.rebalanceTo({})],
    ["an order for all that is held", (desk) => desk.place("A", "sell", 50)],
  ];
  for (const [what, asked] of closings) {
    it(`gives way to what closes the position: ${what}`, () => {
      const { orders, held } = besideStop(asked);
      assert.deepEqual(orders, ["sell 100 canceled REPLACED: by=order-3", "sell 50 filled"]);
      assert.equal(held, 0);
    });
  }

  it("gives way where the position is short", () => {
    const { orders, held } = besideStop((desk) => desk.close("A"), {}, "sell");
    assert.deepEqual(orders, ["buy 100 canceled REPLACED: by=order-3", "buy 50 filled"]);
    assert.equal(held, 0);
  });

  it("turns what is left where the position becomes smaller, and as far as it was to", () => {
    const { orders, held } = besideStop((desk) => desk.orderTarget("A", 30));
    assert.deepEqual(orders, ["sell 80 canceled END_OF_FEED", "sell 20 filled"]);
    assert.equal(held, 30);
  });

  it("stays where the position grows", () => {
    const { orders, held } = besideStop((desk) => desk.orderTarget("A", 80));
    assert.deepEqual(orders, ["sell 100 canceled END_OF_FEED", "buy 30 filled"]);
    assert.equal(held, 80);
  });

  it("counts again once what it was to reduce has filled", () => {
    const volumes = [1e9, 1e9, 1e9, 600, 1e9];
    const feed = bars(
      "A",
      volumes.map((volume, at): Prices => (at < 3 ? [100, 100, 100, 100, volume] : [79, 79, 79, 79, volume])),
    );
    // The volume limit leaves 40 of it, which open.
    const script: Script = {
      0: (desk) => desk.place("A", "buy", 50),
      1: (desk) => desk.place("A", "sell", 100, { type: "stop", stopPrice: 80, timeInForce: "GTC" }),
      3: (desk) => desk.orderTarget("A", -50),
    };
    const { engine, orders } = play(feed, script, { ...free, volumeLimit: 0.1 });
    assert.deepEqual([orders.length, engine.desk.position("A").quantity], [2, -50]);
  });

  it("denies no order that reduces: neither a limit on orders, nor REDUCING, which is closed as well", () => {
    for (const units of [5, 50]) {
      const sell = (desk: Desk) => desk.place("A", "sell", units);
      const { held } = besideStop(sell, { risk: [maxOpenOrders(1)] });
      assert.equal(held, 50 - units);
    }
    const script: Script = {
      0: (desk) => desk.place("A", "buy", 50),
      1: (desk) => desk.place("A", "sell", 100, { type: "stop", stopPrice: 80 }),
      2: (desk) => desk.place("A", "sell", 5),
      3: (desk) => desk.close("A"),
    };
    const { engine, columns } = begin(bars("A", [flat, flat, flat, flat, flat]), script, free);
    engine.process(columns, 0, 2, Number.POSITIVE_INFINITY);
    engine.setTradingState("REDUCING");
    engine.process(columns, 2, 4, Number.POSITIVE_INFINITY);
    assert.equal(engine.desk.position("A").quantity, 45);
    engine.process(columns, 4, 5, Number.POSITIVE_INFINITY);
    assert.equal(engine.desk.position("A").quantity, 0);
  });

  it("leaves the position to others also where it was there first, and stays then", () => {
    const script = (asked: (desk: Desk) => unknown): Script => ({
      0: (desk) => {
        desk.place("A", "buy", 50);
        desk.place("A", "sell", 50, { type: "stop", stopPrice: 80 });
      },
      2: asked,
    });
    for (const [, asked] of closings) {
      const run = play(bars("A", [flat, flat, flat, flat]), script(asked), free);
      assert.deepEqual(told(run).slice(1), ["sell 50 canceled END_OF_FEED", "sell 50 filled"]);
      assert.equal(run.engine.desk.position("A").quantity, 0);
    }
  });

  it("is taken to close the position under rules 1 to 8", () => {
    const { orders, held } = besideStop((desk) => desk.close("A"), { behavior: eighthBehavior });
    assert.deepEqual(orders, ["sell 100 canceled END_OF_FEED"]);
    assert.equal(held, 50);
  });
});

describe("an order that turns a position takes the place of a stop that would", () => {
  // All of the equity is in the position, so that both together do not fit.
  const turned = (asked: (desk: Desk) => unknown, terms: TermOptions = {}) => {
    const script: Script = {
      0: (desk) => desk.place("A", "buy", 100),
      1: (desk) => desk.place("A", "sell", 200, { type: "stop", stopPrice: 80 }),
      2: asked,
    };
    const run = play(bars("A", [flat, flat, flat, flat]), script, { initialCapital: 10_000, shorting: true, ...terms });
    return { orders: told(run).slice(1), held: run.engine.desk.position("A").quantity };
  };
  const replaced = { orders: ["sell 200 canceled REPLACED: by=order-3", "sell 200 filled"], held: -100 };
  const ways: readonly (readonly [string, (desk: Desk) => unknown])[] = [
    ["an order", (desk) => desk.place("A", "sell", 200)],
    ["a target", (desk) => desk.orderTarget("A", -100)],
    ["a weight", (desk) => desk.orderTargetWeight("A", -1)],
    ["a portfolio", (desk) => desk.rebalanceTo({ A: -1 })],
    ["orders together", (desk) => desk.together([{ symbol: "A", side: "sell", quantity: 200 }])],
  ];
  for (const [what, asked] of ways)
    it(`and its buying power: ${what}`, () => {
      assert.deepEqual(turned(asked), replaced);
    });

  it("and is not counted beside it by risk rules", () => {
    assert.deepEqual(turned(ways[0][1], { risk: [maxOpenOrders(1), maxPositionWeight(1)] }), replaced);
  });

  it("unless it is denied for another reason: then the stop works on as it was", () => {
    const check: RiskRule["check"] = ({ type, quantity }) =>
      type === "market" && quantity === 200 ? { code: "NO_TURN" } : undefined;
    const { orders, held } = turned(ways[0][1], { risk: [{ name: "mine", check }] });
    assert.deepEqual(orders, ["sell 200 canceled END_OF_FEED", "sell 200 denied NO_TURN"]);
    assert.equal(held, 100);
  });

  it("and is denied for its sake under rules 1 to 9", () => {
    assert.match(turned(ways[0][1], { behavior: ninthBehavior }).orders[1], /denied INSUFFICIENT_BUYING_POWER/);
  });
});
