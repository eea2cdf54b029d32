import assert from "node:assert/strict";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import {
  allowedSymbols,
  cooldown,
  dailyLossLimit,
  maxDrawdownStop,
  maxGrossExposure,
  maxLeverage,
  maxNetExposure,
  maxOpenOrders,
  maxOrderNotional,
  maxOrderQuantity,
  maxOrdersPerDay,
  maxPositionNotional,
  minCash,
  noShorting,
  priceCollar,
} from "../../../src/index";
import { bars, minute } from "../../support/bars";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

const flat = [...bars("A", [10, 10, 10, 10, 10, 10]), ...bars("B", [20, 20, 20, 20, 20, 20])];

/** The reasons of what was asked for in the first step, `undefined` where it was accepted. */
function reasons(rule: RiskRule, ask: (desk: Desk) => void, options: TermOptions = {}): (string | undefined)[] {
  const { orders } = play(flat, { 0: ask }, { risk: [rule], shorting: true, ...options });
  return orders.map(({ status, reason }) => (status === "denied" ? reason : undefined));
}

const buy =
  (...quantities: number[]) =>
  (desk: Desk) => {
    for (const quantity of quantities) desk.place("A", "buy", quantity);
  };

describe("the rules that limit orders", () => {
  it("maxPositionNotional counts working orders in, allows its maximum itself, and shorts alike", () => {
    const rule = maxPositionNotional(1000);
    assert.deepEqual(reasons(rule, buy(60, 40, 1)), [
      undefined,
      undefined,
      "POSITION_NOTIONAL_EXCEEDS_MAXIMUM: notional=1010, maximum=1000",
    ]);
    assert.deepEqual(
      reasons(rule, (desk) => {
        desk.place("A", "sell", 100);
        desk.place("A", "sell", 1);
      }),
      [undefined, "POSITION_NOTIONAL_EXCEEDS_MAXIMUM: notional=1010, maximum=1000"],
    );
  });

  it("a limit or stop order that reduces a position makes no room, a market order does", () => {
    const { orders } = play(
      flat,
      {
        0: buy(100),
        1: (desk) => {
          desk.place("A", "sell", 100, { type: "limit", limitPrice: 11 });
          desk.place("A", "buy", 1);
        },
        2: (desk) => {
          desk.close("A");
          desk.place("A", "buy", 100);
          desk.place("A", "buy", 1);
        },
      },
      { risk: [maxPositionNotional(1000)] },
    );
    const denied = orders
      .filter(({ status }) => status === "denied")
      .map(({ quantity, createdAt }) => [quantity, createdAt]);
    assert.deepEqual(denied, [
      [1, flat[1].time],
      [1, flat[2].time],
    ]);
  });

  it("maxOrderNotional and maxOrderQuantity look at one order alone", () => {
    assert.deepEqual(reasons(maxOrderNotional(500), buy(50, 50, 51)), [
      undefined,
      undefined,
      "ORDER_NOTIONAL_EXCEEDS_MAXIMUM: notional=510, maximum=500",
    ]);
    assert.deepEqual(reasons(maxOrderQuantity(50), buy(50, 51)), [
      undefined,
      "ORDER_QUANTITY_EXCEEDS_MAXIMUM: quantity=51, maximum=50",
    ]);
  });

  it("maxGrossExposure adds longs and shorts, maxNetExposure sets them off", () => {
    const ask = (desk: Desk) => {
      desk.place("A", "buy", 300);
      desk.place("B", "sell", 100);
      desk.place("B", "sell", 1);
    };
    assert.deepEqual(reasons(maxGrossExposure(0.5), ask), [
      undefined,
      undefined,
      "GROSS_EXPOSURE_EXCEEDS_MAXIMUM: exposure=0.502, maximum=0.5",
    ]);
    assert.deepEqual(reasons(maxLeverage(0.5), ask)[2], "LEVERAGE_EXCEEDS_MAXIMUM: leverage=0.502, maximum=0.5");
    assert.deepEqual(reasons(maxNetExposure(0.3), ask), [undefined, undefined, undefined]);
    assert.deepEqual(reasons(maxNetExposure(0.3), buy(301)), [
      "NET_EXPOSURE_EXCEEDS_MAXIMUM: exposure=0.301, maximum=0.3",
    ]);
  });

  it("a switch from all of one symbol to all of another fits a gross exposure of 1", () => {
    const { fills } = play(
      flat,
      { 0: (desk) => desk.orderTargetWeight("A", 1), 1: (desk) => desk.rebalanceTo({ B: 1 }) },
      { risk: [maxGrossExposure(1), maxLeverage(1), maxNetExposure(1)] },
    );
    assert.deepEqual(
      fills.map(({ symbol, side, quantity }) => [symbol, side, quantity]),
      [
        ["A", "buy", 1000],
        ["A", "sell", 1000],
        ["B", "buy", 500],
      ],
    );
  });

  it("maxOpenOrders counts every working order, and maxOrdersPerDay those of the trading day", () => {
    const ask = (desk: Desk) => {
      for (const limitPrice of [8, 7, 6]) desk.place("A", "buy", 1, { type: "limit", limitPrice });
    };
    assert.deepEqual(reasons(maxOpenOrders(2), ask)[2], "OPEN_ORDERS_EXCEED_MAXIMUM: orders=3, maximum=2");
    const calls = { 0: buy(1), 1: buy(1), 2: buy(1), 3: buy(1) };
    const first = Date.UTC(2024, 0, 1, 23, 58);
    const options = { interval: minute, calendar: "always" as const, risk: [maxOrdersPerDay(2)] };
    const { orders } = play(bars("A", [10, 10, 10, 10, 10], { interval: minute, first }), calls, options);
    // 23:58, 23:59 and 24:00 are of one day, 00:01 of the next.
    assert.deepEqual(
      orders.map(({ reason }) => reason),
      [undefined, undefined, "ORDERS_PER_DAY_EXCEED_MAXIMUM: orders=3, maximum=2", undefined],
    );
  });

  it("noShorting allows a sale of what is held", () => {
    const { orders } = play(
      flat,
      { 0: buy(10), 1: (desk) => desk.place("A", "sell", 11), 2: (desk) => desk.place("A", "sell", 10) },
      { risk: [noShorting()], shorting: true },
    );
    assert.deepEqual(
      orders.map(({ reason }) => reason),
      [undefined, "SHORTING_NOT_ALLOWED: quantity=11, available=10", undefined],
    );
  });

  it("allowedSymbols denies the others, and priceCollar limits that are too far away on either side", () => {
    const both = (desk: Desk) => {
      desk.place("A", "buy", 1);
      desk.place("B", "buy", 1);
    };
    assert.deepEqual(reasons(allowedSymbols(["A"]), both), [undefined, "SYMBOL_NOT_ALLOWED: symbol=B"]);
    const limits = (desk: Desk) => {
      for (const limitPrice of [9.5, 10.5, 9.49, 10.51]) desk.place("A", "buy", 1, { type: "limit", limitPrice });
      desk.place("A", "buy", 1);
    };
    assert.deepEqual(reasons(priceCollar(0.05), limits), [
      undefined,
      undefined,
      "PRICE_OUTSIDE_COLLAR: limitPrice=9.49, price=10, maximum=0.05",
      "PRICE_OUTSIDE_COLLAR: limitPrice=10.51, price=10, maximum=0.05",
      undefined,
    ]);
  });

  it("minCash counts working purchases, and the proceeds of short sales do not count", () => {
    assert.deepEqual(reasons(minCash(9000), buy(60, 40, 1)), [
      undefined,
      undefined,
      "CASH_BELOW_MINIMUM: cash=8990, minimum=9000",
    ]);
    const short = (desk: Desk) => {
      desk.place("A", "sell", 100);
      desk.place("A", "sell", 1);
    };
    assert.deepEqual(reasons(minCash(9000), short), [undefined, "CASH_BELOW_MINIMUM: cash=8990, minimum=9000"]);
  });

  it("cooldown opens nothing in a symbol for some bars after a loss in it, from nothing to nothing", () => {
    const script = {
      0: buy(10),
      // Half of it at a loss is no loss yet.
      1: (desk: Desk) => {
        desk.place("A", "sell", 5);
        desk.place("B", "buy", 1);
      },
      2: (desk: Desk) => {
        desk.place("A", "buy", 1);
        desk.close("A");
      },
      3: buy(1),
      4: (desk: Desk) => {
        desk.place("A", "buy", 2);
        desk.place("B", "buy", 2);
      },
      5: buy(3),
    };
    const falling = [...bars("A", [10, 10, 9, 8, 8, 8, 8, 8]), ...bars("B", [20, 20, 20, 20, 20, 20, 20, 20])];
    const { orders, fills } = play(falling, script, { risk: [cooldown(2)] });
    const sold = fills.filter(({ side }) => side === "sell").map(({ time }) => time);
    assert.deepEqual(sold, [falling[2].time, falling[3].time]);
    assert.deepEqual(
      orders
        .filter(({ status }) => status === "denied")
        .map(({ quantity, symbol, reason }) => [quantity, symbol, reason]),
      [
        [1, "A", "COOLDOWN_AFTER_LOSS: since=0, bars=2"],
        [2, "A", "COOLDOWN_AFTER_LOSS: since=1, bars=2"],
      ],
    );
  });
});

describe("the limits of rules", () => {
  const wrong: [make: () => unknown, message: RegExp][] = [
    [() => maxPositionNotional(-1), /^Expected maximum of maxPositionNotional to be a positive number, was -1$/],
    [() => maxGrossExposure(Number.NaN), /^Expected maximum of maxGrossExposure to be a positive number, was NaN$/],
    [() => maxNetExposure("1" as never), /^Expected maximum of maxNetExposure to be a positive number, was "1"$/],
    [() => maxLeverage(Infinity), /^Expected maximum of maxLeverage to be a positive number, was Infinity$/],
    [() => maxOrderNotional(0), /^Expected maximum of maxOrderNotional to be a positive number, was 0$/],
    [() => maxOrderQuantity(-2), /^Expected maximum of maxOrderQuantity to be a positive number, was -2$/],
    [() => maxOpenOrders(0), /^Expected maximum of maxOpenOrders to be a whole number of at least 1, was 0$/],
    [() => maxOrdersPerDay(1.5), /^Expected maximum of maxOrdersPerDay to be a whole number of at least 1, was 1.5$/],
    [() => cooldown(-1), /^Expected bars of cooldown to be a whole number of at least 1, was -1$/],
    [() => minCash(-1), /^Expected minimum of minCash to be a number of at least 0, was -1$/],
    [() => priceCollar(-0.1), /^Expected maximum of priceCollar to be a positive number, was -0.1$/],
    [() => allowedSymbols([]), /^Expected symbols of allowedSymbols to be a list of at least one symbol, was an array/],
    [() => allowedSymbols("A" as never), /^Expected symbols of allowedSymbols to be a list .*, was "A"$/],
    [() => allowedSymbols([7 as never]), /^Expected symbols\[0\] of allowedSymbols to be a symbol, was 7$/],
    [() => maxDrawdownStop(20), /^Expected maximum of maxDrawdownStop to be a fraction above 0 and below 1.*, was 20$/],
    [() => dailyLossLimit(-0.1), /^Expected maximum of dailyLossLimit to be a fraction .*, was -0.1$/],
    [
      () => dailyLossLimit(0.1, { acton: "liquidate" } as never),
      /^Unknown option "acton" of dailyLossLimit. Did you mean "action"\?$/,
    ],
    [() => dailyLossLimit(0.1, { action: "LIQUIDATE" } as never), /, was "LIQUIDATE". Did you mean "liquidate"\?$/],
    [
      () => maxDrawdownStop(0.1, { action: "liquidat" } as never),
      /^Expected action of maxDrawdownStop to be "reduce" or "liquidate", was "liquidat". Did you mean "liquidate"\?$/,
    ],
  ];
  for (const [make, message] of wrong) {
    it(`are refused at the call: ${message.source}`, () => {
      assert.throws(make, (error: Error) => message.test(error.message) || assert.fail(error.message));
    });
  }
});
