import assert from "node:assert/strict";
import fc from "fast-check";
import { type Behavior, secondBehavior, sixthBehavior, thirdBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { Bar } from "../../../src/core/market/bar";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

/** Bars of several symbols in the order of time. */
function together(...series: readonly (readonly Bar[])[]): Bar[] {
  return series.flat().sort((one, other) => one.time - other.time || (one.symbol < other.symbol ? -1 : 1));
}

describe("a weight of 0", () => {
  it("buys back all of a short position, whatever that costs", () => {
    const series = bars("A", [100, 100, 90, 90, 90, 90]);
    const dear = { shorting: true, commission: commissionBps(20), slippage: slippageBps(10), minimumTrade: 0 } as const;
    const short = (desk: { orderTargetWeight(symbol: string, weight: number): void }) =>
      desk.orderTargetWeight("A", -1);
    const closing = [
      (desk: { orderTargetWeight(symbol: string, weight: number): void }) => desk.orderTargetWeight("A", 0),
      (desk: { rebalanceTo(weights: Record<string, number>): void }) => desk.rebalanceTo({}),
    ];
    for (const close of closing) {
      const held = (behavior = {}) => {
        const { fills } = play(series, { 0: short, 2: close }, { ...dear, ...behavior });
        return fills.reduce((sum, { side, quantity }) => sum + (side === "buy" ? quantity : -quantity), 0);
      };
      assert.equal(held(), 0);
      assert.ok(held({ behavior: secondBehavior }) < 0);
    }
  });
});

describe("an order toward a weight", () => {
  // Of 50 each, 11 A are sold for 1,430, where 11.5 would have to be; the 21 B that are wanted cost 1,470.
  const pair = together(bars("A", [100, 100, 130, 130]), bars("B", [100, 100, 70, 70]));
  const half = (desk: { rebalanceTo(weights: Record<string, number>): void }) => desk.rebalanceTo({ A: 0.5, B: 0.5 });
  const terms = { minimumTrade: 0 } as const;

  it("is made smaller by what is missing, and is counted", () => {
    const { orders, engine } = play(pair, { 0: half, 2: half }, terms);
    assert.deepEqual(
      orders.slice(2).map(({ symbol, side, quantity, status }) => [symbol, side, quantity, status]),
      [
        ["A", "sell", 11, "filled"],
        ["B", "buy", 20, "filled"],
      ],
    );
    assert.ok(engine.portfolio.cash >= 0);
    const before = play(pair, { 0: half, 2: half }, { ...terms, behavior: secondBehavior });
    const counts = [engine.suppressed?.shrunk ?? 0, before.engine.suppressed?.shrunk ?? 0];
    const denied = before.orders.filter(({ status }) => status === "denied").length;
    assert.deepEqual(counts, [denied, 0]);
    assert.ok(denied > 0);
  });

  // A has grown to shares of 0.5 and more, so that of 0.5 less is left for B.
  it("is an even share where the others have grown, as far as the cash pays for it: at least half of it", () =>
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 500 }), fc.integer({ min: 1, max: 60 }), (grown, price) => {
        const pair = together(bars("A", [100, 100, grown, grown]), bars("B", [price, price, price, price]));
        const even = (symbol: string) => (desk: Desk) => desk.orderTargetWeight(symbol, 0.5);
        const under = (behavior: Behavior) => play(pair, { 0: even("A"), 2: even("B") }, { ...terms, behavior });
        const { orders, engine } = under(sixthBehavior);
        const equity = 5000 + 50 * grown;
        const wanted = Math.floor(equity / 2 / price);
        const paid = Math.floor(5000 / price);
        const [, bought] = orders;
        if (wanted * price > 10_000) assert.match(String(bought.reason), /^INSUFFICIENT_BUYING_POWER/);
        else assert.deepEqual([bought.status, bought.quantity], ["filled", Math.min(wanted, paid)]);
        assert.equal(engine.suppressed?.shrunk ?? 0, bought.status === "filled" && paid < wanted ? 1 : 0);
        const isOnePercent = (wanted * price - 5000) / equity <= 0.01 || wanted - paid <= 1;
        const [, before] = under(thirdBehavior).orders;
        assert.equal(before.status, wanted <= paid || isOnePercent ? "filled" : "denied");
      }),
      { numRuns: 300 },
    ));

  it("is denied where more is missing", () => {
    const { orders } = play(
      pair,
      { 0: (desk) => desk.orderTargetWeight("A", 0.9), 1: (desk) => desk.orderTargetWeight("B", 0.5) },
      terms,
    );
    assert.match(String(orders[1].reason), /^INSUFFICIENT_BUYING_POWER/);
  });

  it("of a quantity keeps its size, or is denied", () => {
    const { orders } = play(
      pair,
      { 0: (desk) => desk.orderTarget("A", 50), 1: (desk) => desk.orderTarget("B", 51) },
      terms,
    );
    assert.deepEqual([orders[1].status, orders[1].quantity], ["denied", 51]);
  });

  it("is not denied among whole weights, whatever the prices and costs, and never overspends", () => {
    const prices = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(prices, prices, prices, fc.boolean(), (a, b, c, costs) => {
        const three = together(bars("A", a), bars("B", b), bars("C", c));
        const third = (desk: { rebalanceTo(weights: Record<string, number>): void }) =>
          desk.rebalanceTo({ A: 1 / 3, B: 1 / 3, C: 1 / 3 });
        const script = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [at, third]));
        const { orders, engine } = play(three, script, {
          ...{ initialCapital: 1e6, minimumTrade: 0 },
          ...(costs && { commission: commissionBps(5), slippage: slippageBps(5) }),
        });
        for (const { reason = "" } of orders) assert.doesNotMatch(reason, /^INSUFFICIENT_BUYING_POWER: needed/);
        assert.ok(engine.portfolio.cash > -1e-6);
      }),
      { numRuns: 300 },
    );
  });
});

describe("weights of a whole portfolio", () => {
  const names = ["A", "B", "C", "D", "E"];
  const series = names.map((name, place) =>
    bars(
      name,
      Array.from({ length: 12 }, (_, at) => 37 + place * 23 + ((at * (place + 3)) % 11)),
    ),
  );
  const weights = Object.fromEntries(names.map((name) => [name, 1 / names.length]));
  const reversed = Object.fromEntries(Object.entries(weights).reverse());

  it("have one result, in whatever order they are given, and nothing is denied", () => {
    const results = [weights, reversed].map((given) => {
      const script = Object.fromEntries(series[0].map((_, at) => [at, (desk: Desk) => desk.rebalanceTo(given)]));
      const { orders, engine } = play(together(...series), script, { minimumTrade: 0 });
      assert.ok(orders.every(({ status }) => status !== "denied"));
      return [engine.equity, orders.map(({ symbol, side, quantity }) => [symbol, side, quantity])];
    });
    assert.deepEqual(results[0], results[1]);
  });

  it("take what the cash pays for where working orders hold the rest", () => {
    const { orders } = play(
      together(...series),
      {
        0: (desk) => desk.place("A", "buy", 100, { type: "limit", limitPrice: 20, ocoGroup: "entries" }),
        1: (desk) => desk.rebalanceTo({ B: 1 }),
      },
      { minimumTrade: 0 },
    );
    const bought = orders.find(({ symbol }) => symbol === "B");
    assert.equal(bought?.status, "filled");
    assert.ok(Number(bought?.quantity) > 90 && Number(bought?.quantity) < 120);
  });
});
