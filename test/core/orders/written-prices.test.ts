import assert from "node:assert/strict";
import fc from "fast-check";
import { fourthBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { writtenPrice } from "../../../src/core/lots";
import type { CorporateAction } from "../../../src/core/market/corporate-action";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { changesOf, endsOf, fillsOf } from "../../support/told";

/** Buys 10 at `price` as order-1, and sells 10 as order-2 if `exit` is given. */
function held(price: number, bar: Prices, entry: OrderOptions, exit?: OrderOptions, terms: TermOptions = {}) {
  const feed = bars("A", [price, price, bar]);
  const script = {
    0: (desk: Desk) => desk.place("A", "buy", 10, entry),
    1: (desk: Desk) => exit && desk.place("A", "sell", 10, exit),
  };
  return fillsOf(play(feed, script, terms), feed).slice(1);
}

describe("a price that is computed from others", () => {
  it("is as people write it: a target 10 % above 100 is 110, and a bar up to 110 reaches it", () => {
    const bar: Prices = [100, 110, 100, 105];
    assert.deepEqual(held(100, bar, { takeProfit: { fraction: 0.1 } }), ["order-2: -10 @ 110, bar 2, LIMIT_TOUCHED"]);
    assert.deepEqual(held(100, bar, { takeProfit: { fraction: 0.1 } }, undefined, { behavior: fourthBehavior }), []);
  });

  it("is so for stops and trailing stops, by fraction and by amount", () => {
    const bar: Prices = [100, 100, 93, 95];
    assert.deepEqual(held(100, bar, { stopLoss: { fraction: 0.07 } }), ["order-2: -10 @ 93, bar 2"]);
    const trailing: OrderOptions = { type: "trailingStop", trailFraction: 0.07 };
    assert.deepEqual(held(100, bar, {}, trailing), ["order-2: -10 @ 93, bar 2"]);
    const amount: OrderOptions = { type: "trailingStop", trailAmount: 0.1 };
    assert.deepEqual(held(0.3, [0.3, 0.3, 0.2, 0.2], {}, amount), ["order-2: -10 @ 0.2, bar 2"]);
  });

  it("is what a decimal says, for all prices and percentages", () => {
    const cents = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 99 }), (price, percent) => {
        assert.equal(writtenPrice((price / 100) * (1 + percent / 100)), (price * (100 + percent)) / 10_000);
        assert.equal(writtenPrice((price / 100) * (1 - percent / 100)), (price * (100 - percent)) / 10_000);
      }),
    );
  });

  it("has 12 digits, at any size and sign", () => {
    const size = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(size, (price) => {
        const written = writtenPrice(price);
        assert.ok(Math.abs(written - price) <= Math.abs(price) * 1e-11);
        assert.equal(writtenPrice(written), written);
        assert.ok(writtenPrice(-price) === -written);
      }),
      { numRuns: 1_000 },
    );
    assert.deepEqual([0, 1e-320, 1e300, Number.POSITIVE_INFINITY].map(writtenPrice), [0, 1e-320, 1e300, Infinity]);
  });

  it("is so after splits and dividends", () => {
    const act = (type: CorporateAction["type"], value: number) =>
      ({ symbol: "A", ex_date: "2024-01-03", type, value }) as CorporateAction;
    const feed = bars("A", [33.3, 33.3, 11.1, 11.1]);
    const order: OrderOptions = { type: "limit", limitPrice: 33.3 / 2 + 0.15 };
    const terms = { actions: [act("split", 3)], initialCapital: 1e5 };
    const { orders } = play(feed, { 1: (desk) => desk.place("A", "buy", 1, { ...order, limitPrice: 33.3 }) }, terms);
    assert.equal(orders[0].limitPrice, 11.1);
    const lowered = play(
      bars("A", [0.3, 0.3, 0.2, 0.2]),
      { 1: (desk) => desk.place("A", "buy", 1, { type: "limit", limitPrice: 0.3 }) },
      { actions: [act("dividend", 0.1)] },
    );
    assert.equal(lowered.orders[0].limitPrice, 0.2);
  });
});

describe("the average price of an order", () => {
  it("is that of its fill, or of all its fills if they have one, to the last bit", () => {
    const price = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 97 }), (at, quantity) => {
        const rows = Array.from({ length: 12 }, (): Prices => [at, at, at, at, 10]);
        const buy = (desk: Desk) => desk.place("A", "buy", quantity, { timeInForce: "GTC" });
        for (const volumeLimit of [Infinity, 1]) {
          const { orders } = play(bars("A", rows), { 0: buy }, { initialCapital: 1e9, volumeLimit });
          assert.equal(orders[0].averagePrice, at);
        }
      }),
    );
  });

  it("is weighted by quantity if they differ", () => {
    const feed = bars("A", [10, [10, 10, 10, 10, 4], [13, 13, 13, 13, 4], [13, 13, 13, 13, 4]]);
    const buy = (desk: Desk) => desk.place("A", "buy", 8, { timeInForce: "GTC" });
    assert.equal(play(feed, { 0: buy }, { volumeLimit: 1 }).orders[0].averagePrice, 11.5);
  });

  it("stays that of its fill after a split", () => {
    const actions = [{ symbol: "A", ex_date: "2024-01-04", type: "split" as const, value: 3 }];
    const feed = bars("A", [0.3, [0.3, 0.3, 0.3, 0.3, 3], [0.3, 0.3, 0.3, 0.3, 0], [0.1, 0.1, 0.1, 0.1, 0]]);
    const buy = (desk: Desk) => desk.place("A", "buy", 8, { timeInForce: "GTC" });
    const { orders } = play(feed, { 0: buy }, { volumeLimit: 1, actions });
    assert.deepEqual([orders[0].averagePrice, orders[0].filledQuantity], [0.1, 9]);
  });
});

describe("a trailing stop to sell", () => {
  const trail = (trailAmount: number): OrderOptions => ({ type: "trailingStop", trailAmount });
  const ends = (trailAmount: number, terms: TermOptions = {}) => {
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 1),
      1: (desk: Desk) => desk.place("A", "sell", 1, trail(trailAmount)),
    };
    return endsOf(play(bars("A", [100, 100, 100]), script, terms))[1];
  };

  it("is denied if its trail is as large as the price", () => {
    assert.equal(ends(500), "denied TRAIL_EXCEEDS_PRICE: trailAmount=500, price=100");
    assert.equal(ends(100), "denied TRAIL_EXCEEDS_PRICE: trailAmount=100, price=100");
    assert.equal(ends(99), "canceled END_OF_FEED");
    assert.equal(ends(500, { negativePrices: true }), "canceled END_OF_FEED");
    assert.equal(ends(500, { behavior: fourthBehavior }), "canceled END_OF_FEED");
  });

  it("says that a dividend lowered its best price", () => {
    const feed = bars("A", [100, 100, 100, 98]);
    const actions = [{ symbol: "A", ex_date: "2024-01-04", type: "dividend" as const, value: 2 }];
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 10),
      1: (desk: Desk) => desk.place("A", "sell", 10, trail(30)),
    };
    assert.deepEqual(changesOf(play(feed, script, { actions })), ["order-2 {} DIVIDEND: best=98"]);
    assert.deepEqual(changesOf(play(feed, script, { actions, adjustOrders: false })), []);
    assert.deepEqual(changesOf(play(feed, script, { actions, behavior: fourthBehavior })), []);
  });
});
