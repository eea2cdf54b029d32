import assert from "node:assert/strict";
import { type Behavior, fifthBehavior, sixthBehavior } from "../../../../src/core/account/behavior";
import type { Desk } from "../../../../src/core/engine/desk";
import type { CorporateAction } from "../../../../src/core/market/corporate-action";
import type { CommissionModel } from "../../../../src/core/models/commission";
import { commissionPerShare } from "../../../../src/core/models/commission-per-share";
import type { Order, OrderRequest } from "../../../../src/core/orders/order";
import { bars, type Prices } from "../../../support/bars";
import { type Played, play } from "../../../support/play";
import type { TermOptions } from "../../../support/terms";

const on3rd = (type: CorporateAction["type"], value: number): CorporateAction => {
  return { ex_date: "2024-01-03", symbol: "A", type, value };
};

/** Places orders at the second bar, while 10 shares are held, and has an action on the third. */
function around(
  orders: readonly Omit<OrderRequest, "symbol">[],
  action: CorporateAction,
  rows: readonly Prices[],
  options: TermOptions = {},
): Played {
  const feed = bars("A", rows);
  const script = {
    0: (desk: Desk) => desk.place("A", "buy", 10),
    1: (desk: Desk) => orders.map((order) => desk.request({ symbol: "A", ...order })),
  };
  return play(feed, script, { initialCapital: 100_000, actions: [action], ...options });
}

const termsOf = ({ quantity, limitPrice, stopPrice, trailAmount, status, reason }: Order) => {
  return { quantity, limitPrice, stopPrice, trailAmount, status, reason };
};
const working = { limitPrice: undefined, stopPrice: undefined, trailAmount: undefined };
const atEnd = { status: "canceled", reason: "END_OF_FEED" };

describe("an order larger than before a split", () => {
  it("is cut to what is held, and opens what it was meant to beyond that", () => {
    const orders = [
      { side: "sell", quantity: 2, type: "limit", limitPrice: 700 },
      { side: "sell", quantity: 11, type: "stop", stopPrice: 693 },
    ] as const;
    const { fills, orders: all } = around(orders, on3rd("split", 7), [700, 700, [101, 102, 98, 100], 100], {
      shorting: true,
    });
    // The limit sells 14 of 70 shares at the open. The stop sells the other 56, and 7 more.
    const told = fills.slice(1).map(({ quantity, price }) => [quantity, price]);
    assert.deepEqual(told, [
      [14, 101],
      [56, 99],
      [7, 99],
    ]);
    assert.equal(all[2].status, "filled");
  });
});

describe("a split of what is ordered", () => {
  const split = on3rd("split", 7);
  const jump = [700, 700, [100, 102, 98, 100], 100] as const;

  it("rescales quantities and prices, and notes it", () => {
    const run = around(
      [
        { side: "buy", quantity: 1, type: "limit", limitPrice: 630 },
        { side: "sell", quantity: 10, type: "stop", stopPrice: 560 },
        { side: "sell", quantity: 10, type: "limit", limitPrice: 770 },
        { side: "buy", quantity: 1, type: "stopLimit", stopPrice: 840, limitPrice: 847 },
      ],
      split,
      jump,
    );
    assert.deepEqual(run.orders.slice(1).map(termsOf), [
      { ...working, quantity: 7, limitPrice: 90, ...atEnd },
      { ...working, quantity: 70, stopPrice: 80, ...atEnd },
      { ...working, quantity: 70, limitPrice: 110, ...atEnd },
      { ...working, quantity: 7, stopPrice: 120, limitPrice: 121, ...atEnd },
    ]);
    const changes = run.events.filter(({ kind }) => kind === "orderChanged");
    assert.deepEqual(
      changes.map((event) => event.kind === "orderChanged" && [event.order.id, event.reason, event.terms.quantity]),
      [3, 4, 2, 5].map((number, at) => [`order-${number}`, "SPLIT", [70, 70, 7, 7][at]]),
    );
  });

  it("charges what is counted over an order once for each share as it filled", () => {
    const charged = (commission: CommissionModel) => {
      const volume = (price: number): Prices => [price, price, price, price, 40];
      const feed = bars("A", [100, 100, 50, 50, 50, 50].map(volume));
      const buys = { 0: (desk: Desk) => desk.place("A", "buy", 10, { timeInForce: "GTC" }) };
      const run = play(feed, buys, { commission, volumeLimit: 0.1, actions: [on3rd("split", 2)] });
      return run.fills.map((fill) => [fill.quantity, fill.commission]);
    };
    const plain = charged(commissionPerShare(0.5));
    assert.deepEqual(plain, [
      [4, 2],
      [4, 2],
      [4, 2],
      [4, 2],
    ]);
    for (const bounds of [{ minimum: 0.6 }, { minimum: 1 }, { maximumShare: 0.5 }])
      assert.deepEqual(charged(commissionPerShare(0.5, bounds)), plain);
  });

  it("fills them at the prices of the new shares", () => {
    const stopped = around([{ side: "sell", quantity: 10, type: "stop", stopPrice: 693 }], split, jump);
    assert.deepEqual(
      stopped.fills.map(({ quantity, price }) => [quantity, price]),
      [
        [10, 700],
        [70, 99],
      ],
    );
    const market = around([{ side: "buy", quantity: 2 }], split, jump);
    assert.deepEqual(
      market.fills.map(({ quantity, price }) => [quantity, price]),
      [
        [10, 700],
        [14, 100],
      ],
    );
  });

  it("wakes an order that rests far from the market", () => {
    const rows: Prices[] = [700, 700, [99, 99, 99, 99], 99, [99, 99, 95, 96]];
    const late = { ...split, ex_date: "2024-01-04" };
    const run = around([{ side: "sell", quantity: 10, type: "stop", stopPrice: 672 }], late, [
      ...[700, 700, 700, 100],
      rows[4],
    ]);
    assert.deepEqual(
      run.fills.map(({ quantity, price }) => [quantity, price]),
      [
        [10, 700],
        [70, 96],
      ],
    );
  });

  it("rescales trailing stops: their amounts and the best price so far", () => {
    const rows: Prices[] = [700, 700, [700, 770, 700, 770], [108, 109, 106, 108], [108, 108, 100, 101]];
    const late = { ...split, ex_date: "2024-01-04" };
    for (const trail of [{ trailAmount: 70 }, { trailFraction: 1 / 11 }]) {
      const run = around([{ side: "sell", quantity: 10, type: "trailingStop", ...trail }], late, rows);
      const { price, quantity } = run.fills[1];
      assert.ok(Math.abs(price - 100) < 1e-9, `${price}`);
      assert.equal(quantity, 70);
    }
  });

  it("rescales what entries bring with them, filled or not", () => {
    const bracket = { takeProfit: 721, stopLoss: 560 };
    const run = around([{ side: "buy", quantity: 1, type: "limit", limitPrice: 686, ...bracket }], split, [
      ...[700, 700],
      [99, 99, 97, 98],
      [98, 104, 98, 103],
    ]);
    assert.deepEqual(
      run.fills.map(({ quantity, price }) => [quantity, price]),
      [
        [10, 700],
        [7, 98],
        [7, 103],
      ],
    );
    assert.deepEqual([run.orders[1].takeProfit, run.orders[1].stopLoss], [103, 80]);
  });

  it("rounds orders down to shares as the position, and prices to the passive side", () => {
    const run = around(
      [{ side: "sell", quantity: 5, type: "limit", limitPrice: 800 }],
      on3rd("split", 1.5),
      [700, 700, 470, 470],
      { tickSize: 0.01 },
    );
    assert.deepEqual(termsOf(run.orders[1]), { ...working, quantity: 7, limitPrice: 533.34, ...atEnd });
  });

  it("of fewer shares cancels them", () => {
    const run = around([{ side: "sell", quantity: 10, type: "limit", limitPrice: 800 }], on3rd("split", 0.1), [
      ...[700, 700, 7000, 7000],
    ]);
    assert.deepEqual([run.orders[1].status, run.orders[1].reason], ["canceled", "SPLIT"]);
    assert.equal(run.engine.portfolio.quantity[0], 1);
  });

  it("keeps what was filled of an order, in new shares", () => {
    const run = around(
      [{ side: "buy", quantity: 6, type: "limit", limitPrice: 700 }],
      { ...split, ex_date: "2024-01-04" },
      [[700, 700, 700, 700, 100], 700, [700, 700, 690, 700, 40], [99, 99, 90, 99, 1000]],
      { volumeLimit: 0.1 },
    );
    const { quantity, filledQuantity, averagePrice, status } = run.orders[1];
    assert.deepEqual([quantity, filledQuantity, status], [42, 42, "filled"]);
    assert.equal(averagePrice, (4 * 700 + 14 * 99) / 42);
    assert.equal(run.engine.portfolio.quantity[0], 70 + 42);
  });
});

describe("a dividend of what is ordered", () => {
  const dividend = on3rd("dividend", 2.004);
  const still = [100, 100, [98, 98, 97.5, 98], 98] as const;
  const orders = [
    { side: "buy", quantity: 1, type: "limit", limitPrice: 90 },
    { side: "sell", quantity: 1, type: "stop", stopPrice: 80 },
    { side: "sell", quantity: 1, type: "stopLimit", stopPrice: 70, limitPrice: 69 },
    { side: "sell", quantity: 1, type: "limit", limitPrice: 120 },
    { side: "buy", quantity: 1, type: "stop", stopPrice: 130 },
    { side: "buy", quantity: 1, type: "stopLimit", stopPrice: 140, limitPrice: 141 },
  ] as const;
  const pricesOf = ({ orders: all }: Played) =>
    all.slice(1).map(({ limitPrice, stopPrice }) => [limitPrice, stopPrice]);

  it("lowers limits that buy and stops that sell, by as much rounded up to the tick", () => {
    const run = around(orders, dividend, still, { tickSize: 0.01 });
    assert.deepEqual(pricesOf(run), [
      [87.99, undefined],
      [undefined, 77.99],
      [66.99, 67.99],
      [120, undefined],
      [undefined, 130],
      [141, 140],
    ]);
    assert.equal(run.events.filter((event) => event.kind === "orderChanged" && event.reason === "DIVIDEND").length, 3);
  });

  it("leaves all as they are if it is asked to", () => {
    const run = around(orders, dividend, still, { tickSize: 0.01, adjustOrders: false });
    assert.deepEqual(pricesOf(run)[0], [90, undefined]);
    assert.equal(run.events.filter(({ kind }) => kind === "orderChanged").length, 0);
  });

  it("lowers the best price of a trailing stop that sells", () => {
    const rows: Prices[] = [100, 100, [98, 98, 95.5, 96], [96, 96, 95, 95]];
    const trailing = { side: "sell", quantity: 10, type: "trailingStop", trailAmount: 3 } as const;
    const run = around([trailing], on3rd("dividend", 2), rows);
    assert.equal(run.fills[1].price, 95);
    assert.equal(run.fills[1].time, run.times[4]);
    assert.equal(around([trailing], on3rd("dividend", 2), rows, { adjustOrders: false }).fills[1].price, 97);
  });

  it("cancels an order that would have no price left", () => {
    const run = around([{ side: "buy", quantity: 1, type: "limit", limitPrice: 1.5 }], dividend, still);
    assert.deepEqual([run.orders[1].status, run.orders[1].reason], ["canceled", "DIVIDEND"]);
  });

  it("lowers it to zero and below where prices may be there, except under the rules before", () => {
    const limit = { side: "buy", quantity: 1, type: "limit", limitPrice: 1.5 } as const;
    const lowered = (behavior: Behavior) => {
      const { orders: all } = around([limit], on3rd("dividend", 2), still, { negativePrices: true, behavior });
      return [all[1].limitPrice, all[1].reason];
    };
    assert.deepEqual(lowered(sixthBehavior), [-0.5, "END_OF_FEED"]);
    assert.deepEqual(lowered(fifthBehavior), [1.5, "DIVIDEND"]);
  });
});
