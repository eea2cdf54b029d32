import assert from "node:assert/strict";
import fc from "fast-check";
import { TradeLedger } from "../../../src/analysis/trades/trade-ledger";
import { fourthBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { cases } from "../../support/cases";
import { type Played, play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

/** Buys some quantities in lots of 0.1, has them split, and sells what is left in two parts. */
function traded(quantities: readonly number[], ratio: number, sold: number, terms: TermOptions = {}): Played {
  const feed = bars("A", [100, 100, 100, 100, 100]);
  const actions = [{ symbol: "A", ex_date: "2024-01-03", type: "split" as const, value: ratio }];
  const script = {
    0: (desk: Desk) => quantities.map((quantity) => desk.place("A", "buy", quantity)),
    2: (desk: Desk) => desk.place("A", "sell", sold),
    3: (desk: Desk) => desk.close("A"),
  };
  return play(feed, script, { initialCapital: 1e6, lotSize: 0.1, actions, ...terms });
}

function tradesOf({ engine: { journal } }: Played) {
  return new TradeLedger(journal.fills, journal.cash, journal.actions).trades.all();
}

describe("trades through a split in lots of tenths", () => {
  it("have no dust in the fraction that it leaves, in what is left, and in cash", () => {
    const result = traded([28.9], 0.5, 3.3);
    const quantities = tradesOf(result).map(({ quantity }) => quantity);
    assert.deepEqual(quantities, [0.05, 3.3, 11.1]);
    assert.equal(result.engine.journal.cash[0].amount, 0.05 * 100);
    assert.equal(result.engine.journal.cash[0].cause, "fraction of the split of 2024-01-03: 0.05 at 100");
  });

  it("paid a fraction with its dust in cash, under the rules before", () => {
    const [{ amount }] = traded([28.5], 0.5, 3.3, { behavior: fourthBehavior }).engine.journal.cash;
    assert.notEqual(amount, 5);
    assert.ok(Math.abs(amount - 5) < 1e-9);
  });

  it("have as many decimals as their lots and ratio, and sum to what was bought", () => {
    const tenths = fc.integer({ min: 1, max: 5_000 }).map((count) => count / 10);
    const ratio = fc.constantFrom(0.5, 0.1, 0.25, 1.5, 2, 3, 7, 0.05);
    fc.assert(
      fc.property(fc.array(tenths, { minLength: 1, maxLength: 4 }), ratio, (quantities, value) => {
        const trades = tradesOf(traded(quantities, value, 0.3));
        let sum = 0;
        for (const { quantity } of trades) {
          assert.ok(String(quantity).length <= 9, `${quantity} of ${quantities} by ${value}`);
          sum += quantity;
        }
        const bought = quantities.reduce((all, quantity) => all + quantity, 0);
        assert.ok(Math.abs(sum - bought * value) < 1e-9, `${sum} of ${bought} by ${value}`);
      }),
      { numRuns: cases(150) },
    );
  });
});
