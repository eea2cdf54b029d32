import assert from "node:assert/strict";
import fc from "fast-check";
import { fifthBehavior } from "../../../src/core/account/behavior";
import type { Bar } from "../../../src/core/market/bar";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { maxGrossExposure } from "../../../src/index";
import { bars } from "../../support/bars";
import { cases, countedCases } from "../../support/cases";
import { type Played, play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

const costs = { commission: commissionBps(10, { minimum: 1 }), slippage: slippageBps(20) };

const held = ({ engine }: Played) =>
  Object.fromEntries(engine.portfolio.positions().map((p) => [p.symbol, p.quantity]));

function switched(feed: readonly Bar[], from: object, to: object, terms: TermOptions): Played {
  return play(
    feed,
    { 0: (desk) => desk.rebalanceTo(from as never), 2: (desk) => desk.rebalanceTo(to as never) },
    terms,
  );
}

describe("a rebalance", () => {
  const prices = fc.integer({ min: 100, max: 50_000 }).map((cents) => cents / 100);
  const pair = fc.record({ a: prices, b: prices, capital: fc.integer({ min: 100_000, max: 1_000_000 }) });

  it("from all of one symbol to all of another ends in the other on the same step, with costs too", () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ({ a, b, capital }, isCostly) => {
        const feed = [...bars("A", [a, a, a, a]), ...bars("B", [b, b, b, b])];
        const terms = { initialCapital: capital, ...(isCostly && costs) };
        for (const [from, to] of [
          ["A", "B"],
          ["B", "A"],
        ]) {
          const played = switched(feed, { [from]: 1 }, { [to]: 1 }, terms);
          const [bought, sold, other] = played.fills;
          assert.deepEqual(Object.keys(held(played)), [to]);
          assert.equal(played.fills.length, 3);
          assert.deepEqual([sold.symbol, sold.quantity, sold.time], [from, bought.quantity, other.time]);
          assert.ok(played.engine.portfolio.cash >= 0);
          // What is left does not pay for one more share, costs included, by more than the costs of both orders.
          const price = to === "A" ? a : b;
          const spent = isCostly ? 0.004 * capital + 3 : 0;
          assert.ok(played.engine.portfolio.cash < price * 1.01 + spent);
        }
      }),
      { numRuns: cases(60), seed: 20_240_101 },
    );
  });

  it("leaves the cash that the weights leave, and goes short where that is allowed", () => {
    const feed = [...bars("A", [100, 100, 100, 100]), ...bars("B", [50, 50, 50, 50])];
    assert.deepEqual(held(switched(feed, { A: 0.3 }, { A: 0.3, B: 0.2 }, {})), { A: 30, B: 40 });
    assert.deepEqual(held(switched(feed, { A: 0.5 }, { A: -0.5, B: 0.5 }, { shorting: true })), { A: -50, B: 100 });
  });

  const share = fc.integer({ min: -100, max: 100 });
  const shares = fc.array(share, { minLength: 3, maxLength: 3 });

  it("of long and short positions to any others is done on one step, however they cross", () => {
    const inputs = [shares, shares, fc.integer({ min: 1, max: 3 })] as const;
    let crossed = 0;
    fc.assert(
      fc.property(...inputs, (before, after, leverage) => {
        const symbols = ["A", "B", "C"];
        const feed = symbols.flatMap((symbol) => bars(symbol, [10, 10, 10, 10]));
        const weights = (given: number[]) => {
          const sum = given.reduce((size, one) => size + Math.abs(one), 0) || 1;
          return Object.fromEntries(symbols.map((symbol, at) => [symbol, (leverage * given[at]) / sum]));
        };
        const [from, to] = [weights(before), weights(after)];
        const risk = [maxGrossExposure(leverage)];
        const terms = { initialCapital: 100_000, shorting: true, leverage, risk };
        const { engine } = switched(feed, from, to, terms);
        const { quantity } = engine.portfolio;
        // A sale rounds to a lot, and makes a purchase up to two lots smaller.
        for (const [at, symbol] of symbols.entries())
          assert.ok(Math.abs(quantity[at] * 10 - to[symbol] * 100_000) < 40, `${symbol} of ${before} to ${after}`);
        if (symbols.some((symbol) => from[symbol] * to[symbol] < 0)) crossed++;
      }),
      countedCases(120, inputs),
    );
    assert.ok(crossed > 20, `${crossed} crossed`);
  });

  it("was done in part under earlier rules where a turn of a position had to pay for another", () => {
    const feed = [...bars("A", [10, 10, 10, 10]), ...bars("B", [10, 10, 10, 10])];
    const terms = { initialCapital: 10_000, shorting: true };
    const turn = (options: TermOptions) => held(switched(feed, { A: -0.8, B: 0.2 }, { A: 0.2, B: -0.8 }, options));
    assert.deepEqual(turn(terms), { A: 200, B: -800 });
    assert.deepEqual(turn({ ...terms, behavior: fifthBehavior }), { A: 200, B: -200 });
  });
});
