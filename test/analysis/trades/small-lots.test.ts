import assert from "node:assert/strict";
import fc from "fast-check";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { TradeLedger } from "../../../src/analysis/trades/trade-ledger";
import { seventhBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { tradeFormOf } from "../../../src/run/tracker";
import { bars } from "../../support/bars";
import { cases } from "../../support/cases";
import { play } from "../../support/play";
import { engineTerms, type TermOptions } from "../../support/terms";

const lotSize = 1e-8;

/** Trades these lots one after another, negative if sold, and returns what the account holds, and what the ledger has open. */
function held(lots: readonly number[], more: TermOptions = {}) {
  const script = lots.map((some) => (desk: Desk) => {
    desk.place("A", some > 0 ? "buy" : "sell", Math.abs(some) / 1e8);
  });
  const options = { lotSize, initialCapital: 1e12, shorting: true, ...more };
  const feed = bars("A", Array(lots.length + 1).fill(1));
  const { engine, fills } = play(feed, { ...script }, options);
  const { journal, portfolio } = engine;
  const form = tradeFormOf(engineTerms(options).behavior, () => lotSize);
  const open = new TradeLedger(journal.fills, journal.cash, undefined, form).openLots();
  return { account: portfolio.quantity[0], ledger: open.map(({ quantity }) => quantity), fills };
}

describe("trades in lots of 1e-8", () => {
  it("leave open the one lot that the account still holds of a large position", () => {
    const { account, ledger, fills } = held([1e13, 1 - 1e13]);
    assert.deepEqual([account, ledger], [lotSize, [lotSize]]);
    assert.equal(roundTrips(fills, { lotSize })[0].quantity, 1e5 - lotSize);
  });

  it("took it for nothing under the rules before", () => {
    assert.deepEqual(held([1e13, 1 - 1e13], { behavior: seventhBehavior }).ledger, []);
  });

  it("leave open what the account holds, whatever was bought and sold", () => {
    const some = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -1e13, max: 1e13 }));
    const closing = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(some, closing), { minLength: 1, maxLength: 6 }), (drawn) => {
        let all = 0;
        // Every other order takes nearly all of what is held.
        const lots = drawn.flatMap(([bought, left]) => {
          all += bought;
          const taken = left - all;
          all += taken;
          return [bought, taken].filter((one) => one !== 0);
        });
        const { account, ledger } = held(lots);
        assert.equal(Math.round(ledger.reduce((sum, one) => sum + one, 0) * 1e8) / 1e8, account, `${lots}`);
        assert.equal(account, all / 1e8);
      }),
      { numRuns: cases(150) },
    );
  });
});
