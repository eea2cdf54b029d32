import assert from "node:assert/strict";
import fc from "fast-check";
import { secondBehavior } from "../../../src/core/account/behavior";
import { mostLotsBelow, mostLotsBetween } from "../../../src/core/lots";
import type { CommissionModel } from "../../../src/core/models/commission";
import { slippageSquareRoot } from "../../../src/core/models/slippage-square-root";
import { slippageVolumeShare } from "../../../src/core/models/slippage-volume-share";
import { checkedCommission } from "../../../src/run/checked/checked-models";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

/** A fee by the size of the order: that of the first step that is larger. Larger orders may cost less. */
const tiers = fc.array(
  fc.record({ below: fc.integer({ min: 1, max: 120 }), fee: fc.double({ min: 0, max: 3000, noNaN: true }) }),
  { minLength: 1, maxLength: 4 },
);
type Tiers = readonly { readonly below: number; readonly fee: number }[];

function tiered(steps: Tiers): CommissionModel {
  return checkedCommission((quantity) => steps.find(({ below }) => quantity < below)?.fee ?? 0);
}

describe("the most that can be paid for", () => {
  it("is found where a larger order costs less than a smaller one", () => {
    fc.assert(
      fc.property(tiers, fc.integer({ min: 1, max: 150 }), (steps, wanted) => {
        const commission = tiered(steps);
        const most = (cost: (quantity: number) => number) => {
          for (let quantity = wanted; quantity > 0; quantity--) if (cost(quantity) <= 10_000) return quantity;
          return 0;
        };
        const fee = (quantity: number) => commission.commission(quantity, 100, {} as never);
        // Accepted at 60, filled at 100.
        const feed = bars("A", [60, 100]);
        const { orders } = play(feed, { 0: (desk) => desk.place("A", "buy", wanted) }, { commission });
        assert.equal(
          orders[0].filledQuantity,
          most((quantity) => quantity * 100 + fee(quantity)),
        );
      }),
    );
  });

  it("is found for weights too", () => {
    fc.assert(
      fc.property(tiers, (steps) => {
        const commission = tiered(steps);
        const { orders } = play(bars("A", [100, 100]), { 0: (desk) => desk.orderTargetWeight("A", 1) }, { commission });
        let most = 100;
        while (most > 0 && most * 100 + commission.commission(most, 100, {} as never) > 10_000) most--;
        assert.equal(orders[0].filledQuantity, most);
      }),
    );
  });

  it("is what rules from before that did not expect this found by bisection", () => {
    // 85 to 100 lots are paid for, and up to 10.
    const commission = tiered([{ below: 85, fee: 9000 }]);
    const buying = (behavior?: typeof secondBehavior) => {
      const feed = bars("A", [60, 100]);
      return play(feed, { 0: (desk) => desk.place("A", "buy", 160) }, { commission, ...(behavior && { behavior }) });
    };
    assert.equal(buying().orders[0].filledQuantity, 100);
    assert.equal(buying(secondBehavior).orders[0].filledQuantity, 10);
  });

  it("is found for prices that move with the quantity, long and short", () => {
    const models = [
      slippageVolumeShare({ impact: 0.9, maximum: 1 }),
      slippageVolumeShare({ impact: 0.2, maximum: 0.5 }),
      slippageSquareRoot({ coefficient: 5 }),
    ];
    const numbers = fc.record({
      slippage: fc.constantFrom(...models),
      volume: fc.integer({ min: 20, max: 400 }),
      wanted: fc.integer({ min: 1, max: 160 }),
      side: fc.constantFrom("buy" as const, "sell" as const),
    });
    fc.assert(
      fc.property(numbers, ({ slippage, volume, wanted, side }) => {
        const past = [90, 99, 90, 60].map((price): [number, number, number, number, number] => {
          return [price, price, price, price, volume];
        });
        const feed = bars("A", [...past, 100]);
        const trade = (quantity: number) =>
          play(feed, { 3: (desk) => desk.place("A", side, quantity) }, { slippage, shorting: true }).orders[0];
        const { filledQuantity } = trade(wanted);
        for (let more = filledQuantity + 1; more <= wanted; more++) assert.ok(trade(more).filledQuantity < more);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the search for the most lots", () => {
  it("ends, whatever fits and however many there are", () => {
    for (const tooMany of [1, 2, 1e9, 2 ** 60, 1e300, Infinity])
      for (const limit of [0, 1, 12_345, 1e12, 1e299]) {
        const fits = (lots: number) => lots <= limit;
        const wanted = Math.min(limit, tooMany - 1);
        for (const found of [mostLotsBelow(tooMany, fits), mostLotsBetween(0, tooMany, fits)])
          assert.ok(Math.abs(found - wanted) <= wanted * 1e-15, `${found} of ${tooMany}, not ${wanted}`);
      }
  });

  it("tries the first 1,000 one by one", () => {
    const fits = (lots: number) => lots === 4007;
    assert.equal(mostLotsBelow(5000, fits), 4007);
  });
});
