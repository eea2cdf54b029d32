import assert from "node:assert/strict";
import fc from "fast-check";
import { seventhBehavior } from "../../../../src/core/account/behavior";
import type { Desk } from "../../../../src/core/engine/desk";
import { bars } from "../../../support/bars";
import { cases } from "../../../support/cases";
import { play } from "../../../support/play";
import type { TermOptions } from "../../../support/terms";

const ways: Readonly<Record<string, (desk: Desk) => unknown>> = {
  close: (desk) => desk.close(),
  "a target of 0": (desk) => desk.orderTarget("A", 0),
  "a weight of 0": (desk) => desk.orderTargetWeight("A", 0),
  "weights without it": (desk) => desk.rebalanceTo({}),
  "an order for all of it": (desk) => {
    const { quantity } = desk.position("A");
    desk.place("A", quantity > 0 ? "sell" : "buy", Math.abs(quantity));
  },
  "a stop for all of it": (desk) => {
    const { quantity } = desk.position("A");
    desk.place("A", quantity > 0 ? "sell" : "buy", Math.abs(quantity), { type: "stop", stopPrice: 100 });
  },
};

/** Holds some lots of 100 through a split, with an exit beside, and then does something; the market goes on. */
function run(lots: number, ratio: number, act: (desk: Desk) => unknown, more: TermOptions = {}) {
  const script = {
    0: (desk: Desk) => desk.place("A", lots > 0 ? "buy" : "sell", 100 * Math.abs(lots), { timeInForce: "GTC" }),
    9: act,
  };
  const actions = [{ ex_date: "2024-01-08", symbol: "A", type: "split" as const, value: ratio }];
  const feed = bars("A", Array(24).fill(100));
  return play(feed, script, { lotSize: 100, initialCapital: 1e7, actions, shorting: true, ...more });
}

describe("an odd lot that a split left", () => {
  for (const [name, act] of Object.entries(ways))
    it(`is closed with the rest by ${name}`, () => {
      const ratio = fc.constantFrom(1.5, 1.25, 0.5, 1.1, 2.33);
      const lots = fc.integer({ min: -9, max: 9 }).filter((some) => some !== 0);
      fc.assert(
        fc.property(lots, ratio, fc.constantFrom(Infinity, 0.0002), (some, value, volumeLimit) => {
          const { portfolio } = run(some, value, act, { volumeLimit }).engine;
          assert.equal(portfolio.quantity[0], 0);
        }),
        { numRuns: cases(30) },
      );
    });

  it("stays where less is sold, and under the rules before", () => {
    const held = (act: (desk: Desk) => unknown, more?: TermOptions) =>
      run(1, 1.5, act, more).engine.portfolio.quantity[0];
    assert.equal(
      held((desk) => desk.place("A", "sell", 149)),
      50,
    );
    assert.equal(
      held((desk) => desk.orderTarget("A", 10)),
      50,
    );
    for (const [name, act] of Object.entries(ways)) assert.equal(held(act, { behavior: seventhBehavior }), 50, name);
  });

  it("is not left by a close beside an exit for it, which gives way", () => {
    const act = (desk: Desk) => {
      desk.place("A", "sell", 150, { type: "limit", limitPrice: 200 });
      desk.close();
    };
    const { engine, orders } = run(1, 1.5, act);
    assert.equal(engine.portfolio.quantity[0], 0);
    assert.deepEqual(
      orders.slice(1).map(({ quantity, status }) => [quantity, status]),
      [
        [150, "canceled"],
        [150, "filled"],
      ],
    );
  });
});
