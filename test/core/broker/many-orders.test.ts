import assert from "node:assert/strict";
import fc from "fast-check";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions } from "../../../src/core/orders/order";
import type { OrderKind } from "../../../src/core/orders/types/kind";
import { orderTypes } from "../../../src/core/orders/types/order-types";
import { bars, day, type Prices, start } from "../../support/bars";
import { cases } from "../../support/cases";
import { play, type Script } from "../../support/play";

/** A purchase, the step at which it is placed, and what is done with it later. */
interface Plan {
  readonly step: number;
  readonly options: OrderOptions;
  readonly later: { readonly step: number; readonly price: number | undefined } | undefined;
}

const LENGTH = 30;
const price = fc.integer({ min: 800, max: 1200 }).map((tenths) => tenths / 10);
const options: fc.Arbitrary<OrderOptions> = fc.oneof(
  price.map((limitPrice) => ({ type: "limit" as const, limitPrice })),
  price.map((stopPrice) => ({ type: "stop" as const, stopPrice })),
  fc.tuple(price, price).map(([stopPrice, limitPrice]) => ({ type: "stopLimit" as const, stopPrice, limitPrice })),
  fc.integer({ min: 1, max: 40 }).map((percent) => ({ type: "trailingStop" as const, trailFraction: percent / 100 })),
  fc.integer({ min: 1, max: 30 }).map((trailAmount) => ({ type: "trailingStop" as const, trailAmount })),
  fc.tuple(price, fc.integer({ min: LENGTH, max: 2 * LENGTH })).map(([limitPrice, days]) => ({
    type: "limit" as const,
    limitPrice,
    timeInForce: "GTD" as const,
    expiresAt: start + days * day,
  })),
  price.map((limitPrice) => ({ type: "limit" as const, limitPrice, timeInForce: "DAY" as const })),
);
const plan: fc.Arbitrary<Plan> = fc.record({
  step: fc.integer({ min: 0, max: LENGTH - 2 }),
  options,
  later: fc.option(
    fc.record({ step: fc.integer({ min: 1, max: LENGTH }), price: fc.option(price, { nil: undefined }) }),
    {
      nil: undefined,
    },
  ),
});
const rows = fc.array(
  fc
    .tuple(price, price, price, price)
    .map(
      ([open, high, low, close]): Prices => [
        open,
        Math.max(open, high, low, close),
        Math.min(open, high, low, close),
        close,
      ],
    ),
  { minLength: LENGTH, maxLength: LENGTH },
);

/** What each of some orders came to, in the order of the plans: they do not affect one another. */
function outcomes(plans: readonly Plan[], feed: ReturnType<typeof bars>): unknown[] {
  const ids: string[] = [];
  const act = (step: number) => (desk: Desk) => {
    for (const [at, { step: placed, options: terms, later }] of plans.entries()) {
      if (placed === step) ids[at] = desk.place("A", "buy", 1, terms);
      if (later === undefined || ids[at] === undefined || placed + later.step !== step) continue;
      const name = terms.limitPrice === undefined ? "stopPrice" : "limitPrice";
      if (later.price === undefined || terms.type === "trailingStop") desk.cancel(ids[at]);
      else desk.replace(ids[at], { [name]: later.price });
    }
  };
  const script: Script = Object.fromEntries(feed.map((_, step) => [step, act(step)]));
  const { orders, fills } = play(feed, script, { initialCapital: 1e9 });
  return ids.map((id) => {
    const order = orders.find((one) => one.id === id);
    const own = fills.filter(({ orderId }) => orderId === id);
    return [
      order?.status,
      order?.reason,
      order?.endedAt,
      own.map(({ price, time, doubtful }) => [price, time, doubtful]),
    ];
  });
}

describe("many orders of one symbol", () => {
  it("each come to what they come to alone", () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 150, maxLength: 400 }), rows, (plans, prices) => {
        const feed = bars("A", prices);
        const together = outcomes(plans, feed);
        for (const [at, one] of plans.entries()) assert.deepEqual(together[at], outcomes([one], feed)[0]);
      }),
      { numRuns: cases(3) },
    );
  });

  /** How often limits are looked at while `script` runs over bars at 100. */
  function looks(count: number, script: (step: number) => (desk: Desk) => unknown): number {
    const kind = orderTypes.limit as { findPrice: OrderKind["findPrice"] };
    const { findPrice } = kind;
    let looked = 0;
    kind.findPrice = (...given) => {
      looked++;
      return findPrice(...given);
    };
    try {
      const feed = bars("A", Array(count).fill(100));
      play(feed, Object.fromEntries(feed.map((_, step) => [step, script(step)])), { initialCapital: 1e9 });
    } finally {
      kind.findPrice = findPrice;
    }
    return looked;
  }

  it("that are added one a bar cost the same at each", () => {
    const add = () => (desk: Desk) => desk.place("A", "buy", 1, { type: "limit", limitPrice: 20 });
    assert.ok(looks(2_000, add) <= 2_000 * 64);
  });

  it("that wait far away are not looked at where one is replaced a bar", () => {
    const replace = (step: number) => (desk: Desk) => {
      if (step > 0) desk.replace(`order-${step}`, { limitPrice: 21 });
      else for (let at = 0; at < 1_000; at++) desk.place("A", "buy", 1, { type: "limit", limitPrice: 20 });
    };
    assert.ok(looks(900, replace) <= 1_000 + 900 * 64);
  });
});
