import assert from "node:assert/strict";
import fc from "fast-check";
import type { Desk } from "../../../src/core/engine/desk";
import { commissionAtAnyPrice, slippageAtAnyPrice } from "../../../src/core/models/any-price";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { commissionFixed } from "../../../src/core/models/commission-fixed";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { slippageFixed } from "../../../src/core/models/slippage-fixed";
import { bars, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";

function through(rows: readonly Prices[], script: Script, options: TermOptions = {}) {
  return play(bars("A", rows), script, { negativePrices: true, initialCapital: 100_000, ...options });
}

const reasons = ({ orders }: ReturnType<typeof through>) => orders.map(({ status, reason }) => reason ?? status);
const bps = {
  commission: commissionAtAnyPrice(commissionBps(10)),
  slippage: slippageAtAnyPrice(slippageBps(100), true),
};

describe("a position through zero", () => {
  it("is marked at -37.63, as oil was in April 2020, and sold there", () => {
    const { equity, fills, engine } = through([10, 10, [10, 10, -40.32, -37.63], -30, 10], {
      0: (desk) => desk.place("A", "buy", 1000),
      2: (desk) => desk.close("A"),
    });
    // 90,000 in cash after the purchase, less 37,630; then the sale costs 30,000.
    assert.deepEqual(equity, [100_000, 100_000, 100_000, 52_370, 60_000, 60_000]);
    assert.deepEqual([fills[1].price, engine.portfolio.cash], [-30, 60_000]);
  });

  it("is sold across zero by a fixed slippage, except under the rules before", () => {
    const script = { 0: (desk: Desk) => desk.place("A", "buy", 100), 1: (desk: Desk) => desk.close("A") };
    const sold = (slipsBelowZero: boolean) => {
      const slippage = slippageAtAnyPrice(slippageFixed(0.25), slipsBelowZero);
      return through([10, 10, 0.1, 0.1], script, { slippage }).fills.map(({ price, slippage: cost }) => [
        price,
        Math.round(cost * 1e6) / 1e6,
      ]);
    };
    assert.deepEqual(sold(true), [
      [10.25, 25],
      [-0.15, 25],
    ]);
    assert.equal(sold(false)[1][0], 0.00001);
  });

  it("gains below zero if it is short", () => {
    const script = { 0: (desk: Desk) => desk.place("A", "sell", 100), 2: (desk: Desk) => desk.close("A") };
    const { equity } = through([10, 10, -5, -7, 3], script, { shorting: true });
    assert.deepEqual(equity, [100_000, 100_000, 100_000, 101_500, 101_700, 101_700]);
  });

  it("can be opened below zero as far as its exposure can be paid", () => {
    const played = through([-50, -50, -50], {
      0: (desk) => [desk.place("A", "buy", 2000), desk.place("A", "buy", 1)],
    });
    assert.equal(reasons(played)[0], "filled");
    assert.match(reasons(played)[1], /^INSUFFICIENT_BUYING_POWER: needed=50, available=0$/);
    // Filled lower, the exposure is larger.
    const worse = through([-50, -80, -80], { 0: (desk) => desk.place("A", "buy", 2000) });
    assert.equal(worse.fills[0].quantity, 1250);
  });

  it("requires its margin by the size of its value", () => {
    const script = { 0: (desk: Desk) => desk.place("A", "buy", 5000) };
    const maintenance = { long: 0.25, short: 0.3 };
    const { events } = through([10, 10, -9, -9, -9], script, { maintenance });
    // 50,000 in cash, 45,000 owed: 5,000 of equity, of which 11,250 is required.
    const calls = events.filter(({ kind }) => kind === "marginCall");
    assert.equal(calls.length, 1);
    assert.deepEqual([Reflect.get(calls[0], "equity"), Reflect.get(calls[0], "required")], [5000, 11_250]);
  });
});

describe("orders at and below zero", () => {
  it("have limits, stops and trailing amounts there", () => {
    const rows: Prices[] = [2, [2, 2, -6, -4], [-4, -1, -8, -2], [-2, 3, -2, 3], [3, 3, -3, -3]];
    const { fills } = through(rows, {
      0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: -5 }),
      1: (desk) => desk.place("A", "buy", 20, { type: "stop", stopPrice: -1.5 }),
      2: (desk) => desk.place("A", "sell", 5, { type: "limit", limitPrice: 0 }),
      3: (desk) => desk.place("A", "sell", 7, { type: "trailingStop", trailAmount: 4 }),
    });
    const found = fills.map(({ quantity, price }) => [quantity, price]);
    assert.deepEqual(found, [
      [10, -5],
      [20, -1.5],
      [5, 0],
      [7, -1],
    ]);
  });

  it("have exits there, those of an entry too", () => {
    const { fills } = through([-4, -4, [-4, -1, -4, -1]], {
      0: (desk) => desk.place("A", "buy", 10, { takeProfit: -2, stopLoss: -8 }),
    });
    assert.deepEqual([fills[1].side, fills[1].price], ["sell", -2]);
  });

  it("are refused without the option of the feed", () => {
    const script = { 0: (desk: Desk) => desk.place("A", "buy", 1, { type: "limit", limitPrice: -5 }) };
    const message = /limitPrice of a limit order to be a positive number, was -5/;
    assert.throws(
      () => play(bars("A", [1, 1]), script),
      ({ cause }: Error) => message.test(String(cause)),
    );
  });
});

describe("what has no meaning at or below zero", () => {
  it("is denied: weights, trail fractions and fractions of exits", () => {
    const played = through([-4, -4, -4], {
      0: (desk) => [
        desk.orderTargetWeight("A", 0.5),
        desk.place("A", "buy", 1, { stopLoss: { fraction: 0.1 } }),
        desk.place("A", "buy", 1, { type: "trailingStop", trailFraction: 0.1 }),
      ],
    });
    assert.deepEqual(reasons(played), Array(3).fill("PRICE_NOT_POSITIVE: price=-4"));
  });

  it("does not keep a weight of nothing from closing a position", () => {
    const { engine } = through([4, 4, -4, -4], {
      0: (desk) => desk.place("A", "buy", 10),
      2: (desk) => desk.orderTargetWeight("A", 0),
    });
    assert.equal(engine.portfolio.quantity[0], 0);
  });

  it("denies what opens a position at costs that are a share of the price, and lets one be left", () => {
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 100),
      2: (desk: Desk) => [desk.place("A", "buy", 1), desk.close("A")],
    };
    const played = through([10, 10, -10, -20], script, bps);
    assert.deepEqual(reasons(played), ["filled", "PRICE_NOT_POSITIVE: price=-10", "filled"]);
    const { price, commission, slippage } = played.fills[1];
    assert.ok(Math.abs(price + 20.2) < 1e-9 && Math.abs(slippage - 20) < 1e-9);
    assert.ok(Math.abs(commission - 2.02) < 1e-9);
  });

  it("rejects it at the fill, if the price falls below zero before that", () => {
    assert.deepEqual(reasons(through([10, -10], { 0: (desk) => desk.place("A", "buy", 1) }, bps)), [
      "PRICE_NOT_POSITIVE: price=-10",
    ]);
  });

  it("leaves fixed costs alone", () => {
    const costs = { commission: commissionFixed(3), slippage: slippageFixed(0.5) };
    const { fills } = through([-10, -10], { 0: (desk) => desk.place("A", "buy", 1) }, costs);
    assert.deepEqual([fills[0].price, fills[0].commission], [-9.5, 3]);
  });

  it("stops a trail of a fraction from following the market below zero", () => {
    const rows: Prices[] = [4, [4, 4, 2, 3], [1, 1, -5, -5], [-5, 1, -5, 1], [1, 3, 1, 3]];
    const { fills } = through(rows, {
      0: (desk) => desk.place("A", "buy", 1, { type: "trailingStop", trailFraction: 0.25 }),
    });
    // 2 is the lowest low above zero.
    assert.deepEqual(
      fills.map(({ price }) => price),
      [2.5],
    );
  });
});

describe("any prices through zero", () => {
  it("leave cash and value in balance, and exposure within the leverage when something is bought", () => {
    const rows = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 3, maxLength: 15 });
    const wanted = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(rows, wanted, fc.integer({ min: 1, max: 3 }), (prices, units, leverage) => {
        const script: Script = Object.fromEntries(
          units.map((some, at) => [at, (desk: Desk) => desk.orderTarget("A", some)]),
        );
        const options = { initialCapital: 2000, shorting: true, leverage };
        const { fills, equity, engine } = through(prices, script, options);
        const { cash, quantity } = engine.portfolio;
        const paid = fills.reduce((sum, fill) => sum + (fill.side === "buy" ? 1 : -1) * fill.quantity * fill.price, 0);
        assert.equal(cash, 2000 - paid);
        assert.equal(equity[equity.length - 1], cash + quantity[0] * prices[prices.length - 1]);
        let held = 0;
        let money = 2000;
        for (const { side, quantity: size, price } of fills) {
          const before = held;
          held += side === "buy" ? size : -size;
          money -= (side === "buy" ? size : -size) * price;
          const isReduced = before * held >= 0 && Math.abs(held) < Math.abs(before);
          assert.ok(isReduced || Math.abs(held * price) <= leverage * (money + held * price) + 1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });
});
