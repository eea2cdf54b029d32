import assert from "node:assert/strict";
import fc from "fast-check";
import { type Behavior, fourthBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import type { Engine } from "../../../src/core/engine/engine";
import { maxPositionNotional } from "../../../src/index";
import { bars } from "../../support/bars";
import { countedCases } from "../../support/cases";
import { type Bind, play } from "../../support/play";

const rule = maxPositionNotional(1000);
// It never fills.
const far = { type: "limit", limitPrice: 1 } as const;

/** The quantities that are denied in the second step of a session that holds 90 units of at most 100. */
function denied(ask: (desk: Desk) => void, behavior: Behavior = sixthBehavior): number[] {
  const first = (desk: Desk) => {
    desk.place("A", "buy", 90);
    desk.place("A", "buy", 8, far);
  };
  const script = { 0: first, 1: ask };
  const { orders } = play(bars("A", [10, 10, 10, 10]), script, { risk: [rule], behavior });
  return orders.filter(({ status }) => status === "denied").map(({ quantity }) => quantity);
}

describe("working orders that change within a step", () => {
  // The target brings the sale of 80 down to 19, so that 71 are held and 9 asked for, and only 20 more fit.
  const cut = (more: number) => (desk: Desk) => {
    desk.place("A", "sell", 80);
    desk.place("A", "buy", 1);
    desk.orderTarget("A", 80);
    desk.place("A", "buy", more);
  };
  it("are seen by risk rules: a sale that gave way to a target makes no room for a purchase", () => {
    assert.deepEqual([denied(cut(20)), denied(cut(21))], [[], [21]]);
  });

  // The limit order of 8 becomes one of 2, so that 7 more fit.
  const replaced = (more: number) => (desk: Desk) => {
    const [{ id }] = desk.openOrders();
    desk.place("A", "buy", 1);
    desk.replace(id, { quantity: 2 });
    desk.place("A", "buy", more);
  };
  it("are seen by risk rules: a purchase that was replaced by a smaller one leaves its room", () => {
    assert.deepEqual([denied(replaced(7)), denied(replaced(8))], [[], [8]]);
  });

  it("were taken as they had been under earlier rules", () => {
    assert.deepEqual([denied(cut(21), fourthBehavior), denied(replaced(7), fourthBehavior)], [[], [7]]);
  });

  it("count for a rule as they are, whatever was asked before in the step", () => {
    const ask = fc.record({
      kind: fc.constantFrom("buy" as const, "sell" as const, "target" as const, "limit" as const, "replace" as const),
      size: fc.integer({ min: 1, max: 100 }),
    });
    const asked = fc.array(fc.array(ask, { maxLength: 6 }), { minLength: 1, maxLength: 6 });
    let compared = 0;
    let changed = 0;
    fc.assert(
      fc.property(asked, (steps) => {
        let engine: Engine | undefined;
        const mirror: RiskRule = {
          name: "mirror",
          check(request, view) {
            // While an order is replaced, it counts for nothing.
            if (request.side === "buy" && request.type === "market") {
              compared++;
              assert.equal(view.quantityAfter(request), afterPurchase(engine as Engine, request.quantity));
            }
            return undefined;
          },
        };
        const bind: Bind = (made) => {
          engine = made;
          let step = 0;
          const onBars = () => {
            for (const { kind, size } of steps[step++] ?? []) act(made.desk, kind, size);
          };
          return { name: "any", onBars };
        };
        const { events } = play(bars("A", Array(steps.length + 2).fill(10)), bind, { risk: [mirror] });
        changed += events.filter(({ kind }) => kind === "orderChanged").length;
      }),
      countedCases(300, [asked]),
    );
    assert.ok(compared > 300 && changed > 100, `${compared} purchases, ${changed} changes`);
  });
});

function act(desk: Desk, kind: "buy" | "sell" | "target" | "limit" | "replace", size: number): void {
  if (kind === "target") desk.orderTarget("A", size);
  else if (kind === "limit") desk.place("A", "buy", size, far);
  else if (kind === "replace") {
    const [limit] = desk.openOrders().filter(({ type }) => type === "limit");
    if (limit !== undefined) desk.replace(limit.id, { quantity: size });
  } else desk.place("A", kind, size);
}

// What is held once the sales have filled, as they reduce the position, and all purchases after them.
function afterPurchase({ portfolio, journal }: Engine, quantity: number): number {
  const { orders } = journal;
  let [held, bought] = [portfolio.quantity[0], 0];
  for (let row = 0; row < orders.length; row++) {
    const order = orders.at(row);
    if (order.status !== "working") continue;
    const left = order.quantity - order.filledQuantity;
    if (order.side === "buy") bought += left;
    else held -= left;
  }
  return held + bought + quantity;
}
