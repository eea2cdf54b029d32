import assert from "node:assert/strict";
import fc from "fast-check";
import { type Behavior, fifthBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import { maxGrossExposure, maxOrdersPerDay, maxPositionNotional, minCash } from "../../../src/index";
import { bars } from "../../support/bars";
import { countedCases } from "../../support/cases";
import { type Bind, play, type Script } from "../../support/play";

const CAPITAL = 10_000;
const prices = [10, 10, 10, 10, 10];
const feed = [...bars("A", prices), ...bars("B", prices)];

/** Statuses of orders, with their reasons, and what is held at the end, of A and B. */
function run(script: Script, risk: readonly RiskRule[], behavior: Behavior = sixthBehavior) {
  const { orders, engine } = play(feed, script, { risk, behavior, initialCapital: CAPITAL, leverage: 2 });
  const ends = orders.map(({ status, reason }) => (reason ? `${status} ${reason}` : status));
  return [ends, [...engine.portfolio.quantity]];
}

describe("a target that takes back a sale", () => {
  // All of A is to be sold, B is bought in its place, and then A is wanted after all.
  const back = (quantity: number): Script => ({
    0: (desk) => desk.place("A", "buy", 800),
    1: (desk) => {
      desk.place("A", "sell", 800);
      desk.place("B", "buy", 600);
      desk.orderTarget("A", quantity);
    },
  });
  const denial = "denied GROSS_EXPOSURE_EXCEEDS_MAXIMUM: exposure=1.4, maximum=0.8";

  it("is denied if the position would be beyond a limit beside what was accepted in its place", () => {
    assert.deepEqual(run(back(800), [maxGrossExposure(0.8)]), [
      ["filled", "filled", "filled", denial],
      [0, 600],
    ]);
  });

  it("is accepted up to the limit, and the sale is as much smaller", () => {
    assert.deepEqual(run(back(200), [maxGrossExposure(0.8)]), [
      ["filled", "filled", "filled"],
      [200, 600],
    ]);
  });

  it("is no further order for rules that count orders", () => {
    assert.deepEqual(run(back(200), [maxOrdersPerDay(2)]), [
      ["filled", "filled", "filled"],
      [200, 600],
    ]);
  });

  it("was accepted under earlier rules, whatever the limit", () => {
    const ends = ["filled", "canceled TARGET_CHANGED", "filled"];
    assert.deepEqual(run(back(800), [maxGrossExposure(0.8)], fifthBehavior), [ends, [800, 600]]);
  });

  it("leaves no limit exceeded, whatever was asked for in the step", () => {
    const ask = fc.record({
      kind: fc.constantFrom("buy" as const, "sell" as const, "target" as const, "target" as const),
      symbol: fc.constantFrom("A", "B"),
      size: fc.integer({ min: 0, max: 900 }),
    });
    const steps = fc.array(fc.array(ask, { maxLength: 5 }), { minLength: 2, maxLength: 4 });
    let tookBack = 0;
    fc.assert(
      fc.property(steps, fc.boolean(), fc.boolean(), (asked, isGross, shorting) => {
        const rule = isGross ? maxGrossExposure(0.8) : minCash(2_000);
        const bind: Bind = ({ desk }) => {
          let step = 0;
          const onBars = () => {
            const gross = desk.positions.reduce((sum, { marketValue }) => sum + Math.abs(marketValue), 0);
            assert.ok(gross <= 8_000, `${gross}`);
            for (const { kind, symbol, size } of asked[step] ?? []) act(desk, kind, symbol, size, shorting);
            step++;
          };
          return { name: "any", onBars };
        };
        const risk = [rule, maxPositionNotional(7_000)];
        const { events } = play(feed, bind, { risk, shorting, initialCapital: CAPITAL, leverage: 2 });
        tookBack += events.filter((event) => "reason" in event && event.reason === "TARGET_CHANGED").length;
      }),
      countedCases(1_000, [steps, fc.boolean(), fc.boolean()]),
    );
    assert.ok(tookBack > 200, `${tookBack} took back`);
  });
});

function act(desk: Desk, kind: "buy" | "sell" | "target", symbol: string, size: number, shorting: boolean): void {
  if (kind === "target") desk.orderTarget(symbol, shorting ? size - 450 : size);
  else if (size > 0) desk.place(symbol, kind, size);
}
