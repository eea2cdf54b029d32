import assert from "node:assert/strict";
import fc from "fast-check";
import { secondBehavior, thirdBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { CommissionModel } from "../../../src/core/models/commission";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { commissionPerShare } from "../../../src/core/models/commission-per-share";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { slippageVolumeShare } from "../../../src/core/models/slippage-volume-share";
import { checkedCommission } from "../../../src/run/checked/checked-models";
import { bars } from "../../support/bars";
import { cases } from "../../support/cases";
import { play } from "../../support/play";

// Every magnitude that a double has is as likely as any other.
const price = fc.oneof(
  fc.constantFrom(5e-324, 1e-320, 1e-308, 2.2250738585072014e-308, 1e-300, 1e-9, 1e300, Number.MAX_VALUE),
  fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
  fc
    .tuple(fc.integer({ min: -323, max: 307 }), fc.integer({ min: 1, max: 9 }))
    .map(([exponent, digit]) => Number(`${digit}e${exponent}`))
    .filter((some) => some > 0),
);

/** The shape of costs that the most is searched for in three ways. */
const costs: readonly { commission?: CommissionModel; slippage?: ReturnType<typeof slippageBps> }[] = [
  {},
  { commission: commissionBps(10), slippage: slippageBps(5) },
  { commission: commissionPerShare(0.01, { minimum: 1 }) },
  { slippage: slippageVolumeShare({ impact: 0.1, maximum: 0.5 }) },
  { commission: checkedCommission((quantity) => (quantity > 1e6 ? 1 : 2)) },
];

const sizings: readonly ((desk: Desk) => unknown)[] = [
  (desk) => desk.orderTargetWeight("A", 1),
  (desk) => desk.orderTargetWeight("A", -0.5),
  (desk) => desk.orderTarget("A", 1e-7),
  (desk) => desk.orderTarget("A", Number.MAX_VALUE),
  (desk) => desk.place("A", "buy", 1e9),
  (desk) => desk.place("A", "buy", 1e307),
];

describe("an order at any price that a double can have", () => {
  it("is sized and paid for in the end, and leaves numbers", () => {
    const scene = fc.record({
      first: price,
      second: price,
      cost: fc.constantFrom(...costs),
      sizing: fc.constantFrom(...sizings),
      lotSize: fc.constantFrom(1, 100, 1e-8, 0.3),
      shorting: fc.boolean(),
      behavior: fc.constantFrom(undefined, secondBehavior, thirdBehavior),
    });
    fc.assert(
      fc.property(scene, ({ first, second, cost, sizing, lotSize, shorting, behavior }) => {
        const feed = bars("A", [first, first, second, second, second]);
        const script = { 0: sizing, 1: sizing, 2: sizing, 3: sizing };
        const { orders, fills, engine } = play(feed, script, {
          ...cost,
          lotSize,
          shorting,
          ...(behavior && { behavior }),
        });
        for (const { quantity, filledQuantity } of orders)
          assert.ok(quantity > 0 && quantity < Infinity && filledQuantity >= 0 && filledQuantity < Infinity);
        assert.ok(Number.isFinite(engine.portfolio.quantity[0]));
        for (const { quantity } of fills) assert.ok(quantity > 0 && quantity < Infinity);
      }),
      { numRuns: cases(600) },
    );
  });

  it("spends a weight of 1 where a double can count the units", () => {
    for (const level of [1e-300, 1e-100, 1e-9, 100, 9000]) {
      const { fills } = play(bars("A", [level, level]), { 0: (desk) => desk.orderTargetWeight("A", 1) }, costs[1]);
      const spent = fills[0].quantity * fills[0].price + fills[0].commission;
      assert.ok(spent <= 10_000 * (1 + 1e-12) && spent > 10_000 - level * 1.01 - 1e-6, `${level}: ${spent}`);
    }
  });
});
