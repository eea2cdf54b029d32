import assert from "node:assert/strict";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import type { OrderOptions, Side } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

type Row = [side: Side, order: OrderOptions, bar: Prices, price: number | undefined, doubt?: string];

const touch: OrderOptions = { type: "limit", limitPrice: 100 };
const trigger: OrderOptions = { type: "stop", stopPrice: 100 };

/** The price an order gets on one bar, and why it is doubtful. */
function priceOn(side: Side, order: OrderOptions, bar: Prices, terms: TermOptions = {}) {
  const { fills } = play(
    bars("A", [100, bar]),
    { 0: (desk) => desk.place("A", side, 10, order) },
    { shorting: true, ...terms },
  );
  return [fills[0]?.price, fills[0]?.doubtful];
}

describe("a limit order", () => {
  const rows: Row[] = [
    ["buy", touch, [98, 101, 97, 99], 98],
    ["buy", touch, [100, 101, 100, 101], 100],
    ["buy", touch, [102, 103, 99, 101], 100],
    ["buy", touch, [102, 103, 100, 101], 100, "LIMIT_TOUCHED"],
    ["buy", touch, [102, 103, 100.5, 101], undefined],
    ["sell", touch, [102, 103, 99, 101], 102],
    ["sell", touch, [100, 100, 99, 99], 100],
    ["sell", touch, [98, 101, 97, 99], 100],
    ["sell", touch, [98, 100, 97, 99], 100, "LIMIT_TOUCHED"],
    ["sell", touch, [98, 99.5, 97, 99], undefined],
  ];
  for (const [side, order, bar, price, doubt] of rows) {
    const outcome = price === undefined ? "does not fill" : `fills at ${price}${doubt ? `, ${doubt}` : ""}`;
    it(`to ${side} at 100 ${outcome} on the bar ${bar}`, () => {
      assert.deepEqual(priceOn(side, order, bar), [price, doubt]);
    });
  }

  it("asked to be traded through needs a price beyond its limit", () => {
    const through: TermOptions = { fill: { touch: "through" } };
    assert.deepEqual(priceOn("buy", touch, [102, 103, 100, 101], through), [undefined, undefined]);
    assert.deepEqual(priceOn("buy", touch, [100, 103, 100, 101], through), [undefined, undefined]);
    assert.deepEqual(priceOn("buy", touch, [100, 103, 99.75, 101], through), [100, undefined]);
    assert.deepEqual(priceOn("buy", touch, [99, 103, 99, 101], through), [99, undefined]);
    assert.deepEqual(priceOn("sell", touch, [98, 100, 97, 99], through), [undefined, undefined]);
    assert.deepEqual(priceOn("sell", touch, [98, 100.25, 97, 99], through), [100, undefined]);
  });

  it("takes no slippage", () => {
    assert.deepEqual(priceOn("buy", touch, [98, 101, 97, 99], { slippage: slippageBps(50) }), [98, undefined]);
  });

  it("takes the open, not the close, also where market orders get the close", () => {
    assert.deepEqual(priceOn("buy", touch, [98, 101, 97, 99], { fill: { price: "close" } }), [98, undefined]);
  });
});

describe("a stop order", () => {
  const rows: Row[] = [
    ["buy", trigger, [102, 103, 99, 101], 102],
    ["buy", trigger, [98, 100, 97, 99], 100],
    ["buy", trigger, [98, 99.5, 97, 99], undefined],
    ["sell", trigger, [98, 101, 97, 99], 98],
    ["sell", trigger, [102, 103, 100, 101], 100],
    ["sell", trigger, [102, 103, 100.5, 101], undefined],
  ];
  for (const [side, order, bar, price, doubt] of rows) {
    it(`to ${side} at 100 ${price === undefined ? "does not fill" : `fills at ${price}`} on the bar ${bar}`, () => {
      assert.deepEqual(priceOn(side, order, bar), [price, doubt]);
    });
  }

  it("takes slippage from the price it was triggered at", () => {
    assert.deepEqual(priceOn("buy", trigger, [98, 101, 97, 99], { slippage: slippageBps(100) }), [101, undefined]);
  });

  it("goes on as a market order at the open of the next bars with what a volume limit left over", () => {
    const rows: Prices[] = [100, [98, 101, 97, 99, 100], [95, 96, 94, 95, 100]];
    const { fills } = play(bars("A", rows), { 0: (desk) => desk.place("A", "buy", 20, trigger) }, { volumeLimit: 0.1 });
    assert.deepEqual(
      fills.map((fill) => fill.price),
      [100, 95],
    );
  });

  it("remembers for itself alone that it was triggered", () => {
    const rows: Prices[] = [100, [98, 101, 97, 99, 100], [95, 96, 94, 95, 100]];
    const far: OrderOptions = { type: "stop", stopPrice: 110 };
    const { orders } = play(
      bars("A", rows),
      {
        0: (desk) => {
          desk.place("A", "buy", 20, trigger);
          desk.place("A", "buy", 5, far);
        },
      },
      { volumeLimit: 0.1 },
    );
    assert.deepEqual(
      orders.map((order) => order.filledQuantity),
      [20, 0],
    );
  });

  it("goes on at the open also where market orders get the close", () => {
    const rows: Prices[] = [100, [98, 101, 97, 99, 100], [95, 96, 94, 95.5, 100]];
    const { fills } = play(
      bars("A", rows),
      { 0: (desk) => desk.place("A", "buy", 20, trigger) },
      { volumeLimit: 0.1, fill: { price: "close" } },
    );
    assert.equal(fills[1].price, 95);
  });
});

describe("slippage", () => {
  it("moves a market order's price against it, and is noted as a cost", () => {
    const { fills } = play(
      bars("A", [100, 200, 100]),
      { 0: (desk) => desk.place("A", "buy", 10), 1: (desk) => desk.place("A", "sell", 10) },
      { slippage: slippageBps(100) },
    );
    assert.deepEqual(
      fills.map((fill) => [fill.price, fill.slippage]),
      [
        [202, 20],
        [99, 10],
      ],
    );
  });
});
