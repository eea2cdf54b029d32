import assert from "node:assert/strict";
import fc from "fast-check";
import { type Behavior, sixthBehavior, thirdBehavior } from "../../../src/core/account/behavior";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import type { Engine } from "../../../src/core/engine/engine";
import type { OrderOptions } from "../../../src/core/orders/order";
import {
  maxDrawdownStop,
  maxGrossExposure,
  maxLeverage,
  maxNetExposure,
  maxOpenOrders,
  maxOrdersPerDay,
  maxPositionNotional,
  maxPositionWeight,
  minCash,
} from "../../../src/index";
import { bars } from "../../support/bars";
import { countedCases } from "../../support/cases";
import { type Bind, play } from "../../support/play";

const CAPITAL = 10_000;
const prices: Readonly<Record<string, number>> = { A: 10, B: 20, C: 5 };
const names = Object.keys(prices);

interface Ask {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: number;
  readonly options?: OrderOptions;
}

const asks = fc.array(
  fc.array(
    fc
      .record({
        symbol: fc.constantFrom(...names),
        side: fc.constantFrom("buy" as const, "sell" as const),
        quantity: fc.integer({ min: 1, max: 700 }),
        kind: fc.constantFrom("market" as const, "market" as const, "limit" as const, "stop" as const),
        // A limit or a stop at the market, or so far from it that it never fills.
        factor: fc.constantFrom(0.5, 1, 2),
      })
      .map(({ kind, factor, ...ask }): Ask => {
        if (kind === "market") return ask;
        return { ...ask, options: { type: kind, [`${kind}Price`]: prices[ask.symbol] * factor } };
      }),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 8 },
);

const still = (count: number) => names.flatMap((name) => bars(name, Array(count).fill(prices[name])));

const values = (desk: Desk) => desk.positions.map(({ marketValue }) => marketValue);
const gross = (desk: Desk) => values(desk).reduce((sum, value) => sum + Math.abs(value), 0);
const net = (desk: Desk) => values(desk).reduce((sum, value) => sum + value, 0);
// Cash without what short sales brought, and with as much again set aside.
const free = (desk: Desk) => desk.cash - 2 * values(desk).reduce((sum, value) => sum + Math.max(0, -value), 0);

const limit = fc.integer({ min: 1, max: 20 }).map((tenths) => tenths / 10);
/** A rule, and the size of what it limits over its limit, at most 1 while it holds. */
type Limited = readonly [rule: RiskRule, share: (desk: Desk) => number];
const limited: fc.Arbitrary<Limited> = fc.oneof(
  limit.map((most): Limited => [maxGrossExposure(most), (desk) => gross(desk) / desk.equity / most]),
  limit.map((most): Limited => [maxLeverage(most), (desk) => gross(desk) / desk.equity / most]),
  limit.map((most): Limited => [maxNetExposure(most), (desk) => Math.abs(net(desk)) / desk.equity / most]),
  limit.map((most): Limited => {
    const share = (desk: Desk) => Math.max(0, ...values(desk).map(Math.abs)) / (most * CAPITAL);
    return [maxPositionNotional(most * CAPITAL), share];
  }),
  limit.map((most): Limited => {
    const share = (desk: Desk) => Math.max(0, ...values(desk).map(Math.abs)) / desk.equity / most;
    return [maxPositionWeight(most), share];
  }),
  fc.integer({ min: 1, max: CAPITAL }).map((least): Limited => [minCash(least), (desk) => least / free(desk)]),
);

describe("risk rules", () => {
  it("are never exceeded by fills at prices that do not move", () => {
    const inputs = [asks, fc.array(limited, { minLength: 1, maxLength: 3 }), fc.boolean()] as const;
    let filled = 0;
    let denied = 0;
    fc.assert(
      fc.property(...inputs, (steps, rules, shorting) => {
        const bind: Bind = ({ desk }: Engine) => {
          let step = 0;
          const onBars = () => {
            for (const [rule, share] of rules) {
              // An order that reduces a hedge is never denied either, and brings the net exposure farther from zero.
              if (shorting && rule.name === "maxNetExposure") continue;
              assert.ok(share(desk) <= 1 + 1e-9, `${rule.name}: ${share(desk)}`);
            }
            for (const { symbol, side, quantity, options } of steps[step] ?? [])
              desk.place(symbol, side, quantity, options);
            step++;
          };
          return { name: "any", onBars };
        };
        const risk = rules.map(([rule]) => rule);
        const { fills, orders } = play(still(steps.length + 2), bind, { risk, shorting, initialCapital: CAPITAL });
        filled += fills.length;
        denied += orders.filter(({ reason }) => /EXCEEDS|CASH_BELOW/.test(reason ?? "")).length;
      }),
      countedCases(100, inputs),
    );
    assert.ok(filled > 50 && denied > 50, `${filled} fills, ${denied} denials`);
  });

  it("of the weight of a position count an exit that may never fill as room only under earlier rules", () => {
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 300),
      1: (desk: Desk) => desk.place("A", "sell", 300, { type: "limit", limitPrice: 20 }),
      2: (desk: Desk) => desk.place("A", "buy", 300),
    };
    const under = (behavior: Behavior) =>
      play(bars("A", [10, 10, 10, 10]), script, { risk: [maxPositionWeight(0.3)], initialCapital: CAPITAL, behavior })
        .orders.filter(({ status }) => status === "denied")
        .map(({ reason }) => reason);
    assert.deepEqual(under(sixthBehavior), ["POSITION_WEIGHT_EXCEEDS_MAXIMUM: weight=0.6, maximum=0.3"]);
    assert.deepEqual(under(thirdBehavior), []);
  });

  it("do not let many small orders pass together: of equal ones as many are accepted as fit", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("buy" as const, "sell" as const),
        fc.constantFrom<(share: number) => RiskRule>(
          (share) => maxPositionNotional(share * CAPITAL),
          maxPositionWeight,
          maxGrossExposure,
          maxNetExposure,
          maxLeverage,
          (share) => minCash((1 - share) * CAPITAL),
        ),
        (quantity, tenths, side, make) => {
          const many = (desk: Desk) => {
            for (let at = 0; at < 120; at++) desk.place("A", side, quantity);
          };
          const { orders } = play(
            bars("A", [10, 10]),
            { 0: many },
            { risk: [make(tenths / 10)], shorting: true, initialCapital: CAPITAL },
          );
          const accepted = orders.filter(({ status }) => status !== "denied").length;
          assert.equal(accepted, Math.min(120, Math.floor(((tenths / 10) * CAPITAL) / 10 / quantity + 1e-9)));
        },
      ),
    ));

  it("never deny an order that reduces a position, even in a session that is REDUCING", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.integer({ min: -100, max: 100 })), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (opened, share, halts) => {
          let reducing = 0;
          const [{ time: first }] = still(1);
          // They allow everything in the first step, and nothing that opens after it.
          const late = ({ name, check }: RiskRule): RiskRule => ({
            name,
            check: (request, view) => (view.time > first ? check(request, view) : undefined),
          });
          const tight = [maxOrdersPerDay(1), maxOpenOrders(1), maxPositionNotional(0.1), minCash(CAPITAL)].map(late);
          const never = { name: "never", check: () => ({ code: "NEVER" }) };
          const halting: RiskRule = {
            name: "halting",
            check: () => undefined,
            afterStep: (view) => (view.time > first ? "HALT" : undefined),
          };
          const risk = [...tight, late(never), ...(halts ? [halting] : [])];
          const bind: Bind = ({ desk }: Engine) => {
            let step = -1;
            const onBars = () => {
              step++;
              if (step === 0) for (const [symbol, size] of opened) if (size !== 0) desk.orderTarget(symbol, size);
              if (step === 0 || desk.openOrders().length > 0) return;
              for (const { symbol, quantity } of desk.positions) {
                const size = Math.max(1, Math.floor(Math.abs(quantity) * share));
                desk.place(symbol, quantity > 0 ? "sell" : "buy", size, { tag: "reduces" });
                reducing++;
              }
            };
            return { name: "reducing", onBars };
          };
          const { orders } = play(still(6), bind, { risk, shorting: true });
          const asked = orders.filter(({ tag }) => tag === "reduces");
          assert.equal(asked.length, reducing);
          assert.deepEqual(
            asked.filter(({ status }) => status === "denied"),
            [],
          );
        },
      ),
    ));

  it("after LIQUIDATE hold nothing and accept nothing that opens", () => {
    let liquidated = 0;
    const walk = fc.array(fc.integer({ min: -30, max: 25 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(walk, walk, asks, fc.boolean(), (a, b, steps, shorting) => {
        const rows = (moves: readonly number[]) => {
          let price = 100;
          return moves.map((percent) => {
            price *= 1 + percent / 100;
            return price;
          });
        };
        const feed = [...bars("A", rows(a)), ...bars("B", rows(b))];
        const bind: Bind = ({ desk }: Engine) => {
          let step = 0;
          const onBars = () => {
            for (const { symbol, side, quantity } of steps[step++ % steps.length] ?? [])
              if (symbol !== "C") desk.place(symbol, side, Math.ceil(quantity / 20));
            for (const { id, tag } of desk.openOrders()) if (tag === "liquidation") desk.cancel(id);
          };
          return { name: "any", onBars };
        };
        const risk = [maxDrawdownStop(0.1, { action: "liquidate" })];
        const { events, engine } = play(feed, bind, { risk, shorting });
        const held: Record<string, number> = { A: 0, B: 0 };
        let stopped = Number.POSITIVE_INFINITY;
        for (const event of events) {
          if (event.kind === "tradingState") stopped = Math.min(stopped, event.time);
          if (event.kind === "orderAccepted" && event.sequence > 0 && event.time > stopped)
            assert.ok(held[event.order.symbol] * (event.order.side === "buy" ? 1 : -1) < 0, "an order that opens");
          if (event.kind !== "fill") continue;
          const { symbol, side, quantity, time } = event.fill;
          const before = Math.abs(held[symbol]);
          held[symbol] += side === "buy" ? quantity : -quantity;
          if (time > stopped) assert.ok(Math.abs(held[symbol]) < before, "a fill that opens");
        }
        if (stopped === Number.POSITIVE_INFINITY || stopped === feed[11].time || engine.bankrupt) return;
        liquidated++;
        assert.deepEqual([engine.portfolio.held.length, engine.tradingState], [0, "REDUCING"]);
      }),
      countedCases(75, [walk, walk, asks, fc.boolean()]),
    );
    assert.ok(liquidated > 10, `${liquidated} liquidations`);
  });
});
