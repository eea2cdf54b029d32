import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions, OrderRequest } from "../../../src/core/orders/order";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

/** What asking tells at the call, and how many orders there are after it. */
function told(ask: (desk: Desk) => unknown): string {
  let message = "nothing";
  const { orders } = play(bars("A", [100, 100, 100]), {
    0: (desk) => desk.place("A", "buy", 1, { type: "limit", limitPrice: 50 }),
    1: (desk) => {
      try {
        ask(desk);
      } catch (error) {
        assert.equal((error as Error).name, "PaperLabError");
        message = (error as Error).message;
      }
    },
  });
  assert.equal(orders.length, 1, "an order is left");
  return message;
}

const rows: [name: string, side: "buy" | "sell", options: Record<string, unknown>, message: string][] = [
  [
    "a limit order without its limit",
    "buy",
    { type: "limit" },
    "Expected limitPrice of a limit order to be a positive number, was undefined",
  ],
  [
    "a stop-limit order without its stop",
    "buy",
    { type: "stopLimit", limitPrice: 1 },
    "Expected stopPrice of a stopLimit order to be a positive number, was undefined",
  ],
  [
    "a limit of 0",
    "buy",
    { type: "limit", limitPrice: 0 },
    "Expected limitPrice of a limit order to be a positive number, was 0",
  ],
  [
    "a limit that is not a number",
    "buy",
    { type: "limit", limitPrice: Number.NaN },
    "Expected limitPrice of a limit order to be a positive number, was NaN",
  ],
  [
    "an infinite stop",
    "buy",
    { type: "stop", stopPrice: Infinity },
    "Expected stopPrice of a stop order to be a positive number, was Infinity",
  ],
  [
    "a trailing stop that does not trail",
    "sell",
    { type: "trailingStop" },
    'Expected a trailingStop order to be given trailFraction or trailAmount, was "neither"',
  ],
  [
    "a trailing stop that trails twice",
    "sell",
    { type: "trailingStop", trailFraction: 0.1, trailAmount: 1 },
    'Expected a trailingStop order to be given trailFraction or trailAmount, was "both"',
  ],
  [
    "a trail of more than all",
    "sell",
    { type: "trailingStop", trailFraction: 1.5 },
    "Expected trailFraction of a trailingStop order to be a fraction above 0 and below 1, such as 0.05, was 1.5",
  ],
  [
    "a trail below 0",
    "sell",
    { type: "trailingStop", trailAmount: -1 },
    "Expected trailAmount of a trailingStop order to be a positive number, was -1",
  ],
  [
    "a trail of a market order",
    "sell",
    { trailAmount: 1 },
    'Expected trailAmount of a market order to be absent, as only one of type: "trailingStop" has one, was 1',
  ],
  [
    "a price of an auction",
    "buy",
    { type: "marketOnOpen", limitPrice: 5 },
    'Expected limitPrice of a marketOnOpen order to be absent, as only one of type: "limit" or "stopLimit" has one, was 5',
  ],
  [
    "a near miss of a type",
    "buy",
    { type: "marketOnOpn" },
    'Expected type of an order to be one of "market", "limit", "stop", "stopLimit", "trailingStop", "marketOnOpen", "marketOnClose", was "marketOnOpn". Did you mean "marketOnOpen"?',
  ],
  [
    "a near miss of a time in force",
    "buy",
    { timeInForce: "GDT" },
    'Expected timeInForce of an order to be one of "DAY", "GTC", "GTD", "IOC", "FOK", "AUCTION", was "GDT". Did you mean "GTD"?',
  ],
  [
    "a near miss of an option",
    "buy",
    { takeProfits: 5 },
    'Unknown option "takeProfits" of an order. Did you mean "takeProfit"?',
  ],
  [
    "a stop order that is IOC",
    "buy",
    { type: "stop", stopPrice: 5, timeInForce: "IOC" },
    'Expected timeInForce of a stop order to be one of "DAY", "GTC", "GTD", was "IOC"',
  ],
  [
    "an auction order that is GTC",
    "buy",
    { type: "marketOnClose", timeInForce: "GTC" },
    'Expected timeInForce of a marketOnClose order to be one of "AUCTION", was "GTC"',
  ],
  [
    "a GTD order without an end",
    "buy",
    { timeInForce: "GTD" },
    "Expected expiresAt of a GTD order to be an ISO date or instant, or epoch milliseconds, was undefined",
  ],
  [
    "an end of a GTC order",
    "buy",
    { type: "limit", limitPrice: 5, timeInForce: "GTC", expiresAt: 5 },
    'Expected expiresAt of a GTC order to be absent, as only one with timeInForce: "GTD" has one, was 5',
  ],
  [
    "an end on no date",
    "buy",
    { type: "limit", limitPrice: 5, expiresAt: "2024-13-01" },
    'Expected expiresAt of a GTD order to be a date such as "2013-05-13", was "2024-13-01"',
  ],
  [
    "an end in the past",
    "buy",
    { type: "limit", limitPrice: 5, expiresAt: "2024-01-01" },
    'Expected expiresAt of a GTD order to be after 2024-01-03T00:00:00.000Z, the time of the step, was "2024-01-01"',
  ],
  [
    "a target below the limit of a purchase",
    "buy",
    { type: "limit", limitPrice: 50, takeProfit: 49 },
    "Expected takeProfit of an order to buy to be above its limitPrice 50, was 49",
  ],
  [
    "a stop above the limit of a purchase",
    "buy",
    { type: "limit", limitPrice: 50, stopLoss: 51 },
    "Expected stopLoss of an order to buy to be below its limitPrice 50, was 51",
  ],
  [
    "a target above the stop of a sale",
    "sell",
    { type: "stop", stopPrice: 50, takeProfit: 51 },
    "Expected takeProfit of an order to sell to be below its stopPrice 50, was 51",
  ],
  [
    "a stop below the limit of a sale",
    "sell",
    { type: "limit", limitPrice: 50, stopLoss: 49 },
    "Expected stopLoss of an order to sell to be above its limitPrice 50, was 49",
  ],
  [
    "a loss of all of the price",
    "buy",
    { stopLoss: { fraction: 1 } },
    "Expected fraction of stopLoss to be a fraction above 0 and below 1, such as 0.05, was 1",
  ],
  [
    "a near miss of a fraction",
    "buy",
    { stopLoss: { fracton: 0.1 } },
    'Unknown option "fracton" of stopLoss. Did you mean "fraction"?',
  ],
  [
    "a stop that is an amount",
    "buy",
    { stopLoss: { amount: 2 } },
    'Unknown option "amount" of stopLoss. Give a price, such as 95, or { fraction: 0.1 } for 10 % from the entry',
  ],
  [
    "a target in percent",
    "buy",
    { takeProfit: "10%" },
    'Expected takeProfit of an order to be a price, or { fraction: 0.1 } for 10 % from the entry, was "10%"',
  ],
  [
    "a loss that is null",
    "buy",
    { stopLoss: null },
    "Expected stopLoss of an order to be a price, or { fraction: 0.1 } for 10 % from the entry, was null",
  ],
  ["a target of nothing", "buy", { takeProfit: 0 }, "Expected takeProfit of an order to be a positive number, was 0"],
  [
    "a group without a name",
    "buy",
    { ocoGroup: "" },
    'Expected ocoGroup of an order to be text that names the group, was ""',
  ],
  [
    "a group with a name of the broker's",
    "buy",
    { ocoGroup: "exits-order-2" },
    'Expected ocoGroup of an order to be a name that does not begin with "exits-", as those of brackets do, was "exits-order-2"',
  ],
];

describe("an order that makes no sense", () => {
  for (const [name, side, options, message] of rows)
    it(`is an error at the call, with nothing left of it: ${name}`, () =>
      assert.equal(
        told((desk) => desk.place("A", side, 1, options as OrderOptions)),
        message,
      ));

  it("among orders together leaves none of them", () => {
    const good: OrderRequest = { symbol: "A", side: "buy", quantity: 1 };
    const two = (bad: unknown) => told((desk) => desk.together([good, bad as OrderRequest]));
    assert.equal(two({ ...good, quantity: -1 }), "Expected quantity of an order to be a positive number, was -1");
    assert.match(
      two({ ...good, ocoGroup: "exits-order-1" }),
      /^Expected ocoGroup of an order to be a name that does not/,
    );
    assert.match(two({ ...good, expiresAt: 5 }), /^Expected expiresAt of a GTD order to be after .*, was 5$/);
    assert.match(two({ ...good, symbol: "AA" }), /^Unknown symbol "AA"\. Did you mean "A"\?$/);
    assert.match(
      told((desk) => desk.together([])),
      /^Expected orders of together to be an array of at least one order/,
    );
  });
});

describe("a change that makes no sense", () => {
  const changes: [name: string, id: unknown, given: unknown, message: RegExp][] = [
    [
      "of an order that is not there",
      "order-9",
      { quantity: 1 },
      /^Expected id of an order to replace to be the id of an order of this session, was "order-9"$/,
    ],
    ["of no order", undefined, { quantity: 1 }, /^Expected id of an order to replace .*, was undefined$/],
    ["to nothing", "order-1", {}, /^Expected changes of an order to be at least one of quantity, limitPrice, .*, was /],
    [
      "to no object",
      "order-1",
      5,
      /^Expected changes of an order to be an object such as \{ limitPrice: 101 \}, was 5$/,
    ],
    [
      "of a term that it does not have",
      "order-1",
      { stopPrice: 5 },
      /^Expected stopPrice of a limit order to be absent, as only one of type: "stop" or "stopLimit" has one, was 5$/,
    ],
    ["of what cannot change", "order-1", { side: "sell" }, /^Unknown option "side" of replace/],
    [
      "with a near miss",
      "order-1",
      { limitPrise: 5 },
      /^Unknown option "limitPrise" of replace\. Did you mean "limitPrice"\?$/,
    ],
    [
      "to a quantity of 0",
      "order-1",
      { quantity: 0 },
      /^Expected quantity of an order to be a positive number, was 0$/,
    ],
    [
      "to a price that is not a number",
      "order-1",
      { limitPrice: Number.NaN },
      /^Expected limitPrice of a limit order to be a positive number, was NaN$/,
    ],
    [
      "to no quantity",
      "order-1",
      { quantity: null },
      /^Expected quantity of an order to be a positive number, was null$/,
    ],
    [
      "to no price",
      "order-1",
      { quantity: 2, limitPrice: null },
      /^Expected limitPrice of a limit order to be a positive number, was null$/,
    ],
  ];
  for (const [name, id, given, message] of changes)
    it(`is an error at the call: ${name}`, () =>
      assert.match(
        told((desk) => desk.replace(id as string, given as object)),
        message,
      ));

  it("of an order of the same step is an error at the call", () => {
    let message = "";
    play(bars("A", [100, 100]), {
      0: (desk) => {
        const id = desk.place("A", "buy", 1);
        try {
          desk.replace(id, { quantity: 2 });
        } catch (error) {
          message = (error as Error).message;
        }
      },
    });
    assert.equal(
      message,
      "Expected order-1 to be an order of an earlier step to be replaced, was one of this step. Cancel it instead",
    );
  });

  it("of an order that cannot be canceled is an error at the call", () => {
    assert.match(
      told((desk) => desk.cancel("order-7")),
      /^Expected id of an order to cancel .*, was "order-7"$/,
    );
  });
});
