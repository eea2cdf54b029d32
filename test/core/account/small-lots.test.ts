import assert from "node:assert/strict";
import fc from "fast-check";
import { fifthBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import { bars } from "../../support/bars";
import { cases } from "../../support/cases";
import { type Played, play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";

// Units of a coin, in lots.
const lots = fc.integer({ min: 1, max: 1e12 });
const units = (count: number) => count / 1e8;

function traded(script: Script, options: TermOptions = {}): Played {
  return play(bars("A", [10, 10, 10, 10, 10]), script, { lotSize: 1e-8, initialCapital: 1e9, ...options });
}

/** Buys units, sells some, and then all that are left. */
function sold(bought: number, first: number, options: TermOptions = {}): Played {
  const script: Script = {
    0: (desk) => desk.place("A", "buy", units(bought)),
    1: (desk) => desk.place("A", "sell", units(first)),
    2: (desk) => desk.place("A", "sell", units(bought - first), { type: "limit", limitPrice: 10 }),
  };
  return traded(script, options);
}

const pairs = fc.tuple(lots, lots).filter(([one, other]) => one !== other);

describe("positions in lots of a hundred-millionth", () => {
  it("are nothing once all is sold, and were all that was left until then", () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const [bought, first] = [Math.max(one, other), Math.min(one, other)];
        const { engine, fills, orders } = sold(bought, first);
        assert.equal(engine.portfolio.quantity[0], 0);
        assert.deepEqual(
          fills.map(({ quantity }) => quantity),
          [units(bought), units(first), units(bought - first)],
        );
        assert.ok(orders.every(({ status }) => status === "filled"));
      }),
      { numRuns: cases(400), seed: 14 },
    );
  });

  it("come to a target to the last lot", () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const script: Script = {
          0: (desk) => desk.orderTarget("A", units(one)),
          2: (desk) => desk.orderTarget("A", units(other)),
        };
        const { engine, fills } = traded(script);
        assert.equal(engine.portfolio.quantity[0], units(other));
        assert.equal(fills[1].quantity, units(Math.abs(one - other)));
      }),
      { numRuns: cases(400), seed: 14 },
    );
  });

  it("leave working orders, and what replaces them, in whole lots", () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const [bought, first] = [Math.max(one, other), Math.min(one, other)];
        const script: Script = {
          0: (desk) => desk.place("A", "buy", units(bought), { stopLoss: { fraction: 0.5 } }),
          1: (desk) => desk.place("A", "sell", units(first)),
          3: (desk) => desk.replace("order-2", { quantity: units(bought) }),
        };
        const { orders } = traded(script, { shorting: true });
        const exit = orders.find(({ type }) => type === "stop");
        assert.ok(exit !== undefined);
        assert.ok([units(bought), units(bought - first)].includes(exit.quantity), String(exit.quantity));
      }),
      { numRuns: cases(200), seed: 14 },
    );
  });

  it("could hold a sale of all that was left back under earlier rules", () => {
    const last = (options: TermOptions) => sold(500_000_000, 495_530_101, options).orders[2];
    assert.equal(
      last({ behavior: fifthBehavior }).reason,
      "SHORTING_NOT_ALLOWED: quantity=0.044699, available=0.044699",
    );
    assert.equal(last({ behavior: sixthBehavior }).status, "filled");
  });
});
