import assert from "node:assert/strict";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { flatToFlat } from "../../../src/analysis/record/flat-to-flat";
import type { ShareAction } from "../../../src/analysis/record/position-entries";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { TradeLedger } from "../../../src/analysis/trades/trade-ledger";
import { type Behavior, eighthBehavior, seventhBehavior } from "../../../src/core/account/behavior";
import type { Fill } from "../../../src/core/orders/fill";
import { type CorporateAction, PaperLabError } from "../../../src/index";
import { tradeFormOf } from "../../../src/run/tracker";

const day = 86_400_000;
const june = Date.UTC(2024, 5, 1);

/** Fills of A: the day of June, signed quantity, price and order. */
function fillsOf(...fills: readonly [date: number, signed: number, price: number, order: string][]): Fill[] {
  return fills.map(([date, signed, price, orderId], at) => ({
    ...{ id: `fill-${at + 1}`, orderId, symbol: "A", side: signed > 0 ? "buy" : "sell" },
    ...{ quantity: Math.abs(signed), price, commission: 0, slippage: 0, time: june + (date - 1) * day + day / 2 },
  }));
}

const action = (date: string, type: CorporateAction["type"], value: number): CorporateAction => {
  return { ex_date: `2024-06-${date}`, symbol: "A", type, value };
};

const told = (fills: readonly Fill[], actions: readonly CorporateAction[]) =>
  roundTrips(fills, { actions }).map(({ quantity, entryPrice, exitPrice, dividends, netPnl, exitOrderId, tag }) => {
    return { quantity, entryPrice, exitPrice, dividends, netPnl, exitOrderId, tag };
  });

const tradesUnder = (behavior: Behavior, fills: readonly Fill[], actions: readonly ShareAction[]) =>
  new TradeLedger(
    fillRowsOf(fills),
    [],
    actions,
    tradeFormOf(behavior, () => 1),
  ).trades.all();

const splitOf = (time: number, value: number, quantityAfter: number, amount: number): ShareAction => {
  return { type: "split", symbol: "A", time, value, quantityAfter, amount };
};

describe("round trips with corporate actions", () => {
  it("are in the shares of their exit, and share dividends by quantity and time", () => {
    const fills = fillsOf([3, 10, 70, "in-1"], [5, 7, 12, "in-2"], [7, -77, 11, "out-1"]);
    const trips = told(fills, [action("06", "dividend", 0.5), action("04", "split", 7), action("03", "dividend", 9)]);
    assert.deepEqual(trips, [
      { quantity: 70, entryPrice: 10, exitPrice: 11, dividends: 35, netPnl: 105, exitOrderId: "out-1", tag: undefined },
      {
        quantity: 7,
        entryPrice: 12,
        exitPrice: 11,
        dividends: 3.5,
        netPnl: -3.5,
        exitOrderId: "out-1",
        tag: undefined,
      },
    ]);
  });

  it("are two if one order closes before and after a split, and short positions pay", () => {
    const fills = fillsOf([3, -10, 70, "in-1"], [4, 4, 70, "out-1"], [6, 12, 34, "out-1"]);
    const trips = told(fills, [action("05", "split", 2), action("05", "dividend", 1)]);
    assert.deepEqual(
      trips.map(({ quantity, entryPrice, dividends, netPnl }) => [quantity, entryPrice, dividends, netPnl]),
      [
        [4, 70, 0, 0],
        [12, 35, -12, 0],
      ],
    );
  });

  it("are two if one order closes before and after a split at which nothing was held", () => {
    const fills = fillsOf([3, 10, 70, "in-1"], [4, -10, 70, "out-1"], [6, 10, 35, "in-1"], [7, -10, 36, "out-1"]);
    const trips = told(fills, [action("05", "split", 2)]);
    assert.deepEqual(
      trips.map(({ quantity, entryPrice, exitPrice, netPnl }) => [quantity, entryPrice, exitPrice, netPnl]),
      [
        [10, 70, 70, 0],
        [10, 35, 36, 10],
      ],
    );
    assert.equal(tradesUnder(seventhBehavior, fills, [splitOf(fills[2].time - 1, 2, 0, 0)]).length, 1);
  });

  it("tell a fraction that was paid out from the delisting after it, of one order and of two", () => {
    const actions = [
      splitOf(june + 5 * day, 0.75, 1, 40),
      { type: "delisting" as const, symbol: "A", time: june + 8 * day, value: 20 },
    ];
    const toldUnder = (behavior: Behavior, fills: readonly Fill[]) =>
      tradesUnder(behavior, fills, actions).map(({ tag, quantity, exitPrice }) => [tag, quantity, exitPrice]);
    const one = fillsOf([3, 2, 70, "in-1"]);
    const two = fillsOf([3, 1, 70, "in-1"], [4, 1, 70, "in-2"]);
    const ofOne = [
      ["fraction", 0.5, 80],
      ["delisting", 1, 20],
    ];
    const ofTwo = [ofOne[0], ["delisting", 0.25, 20], ["delisting", 0.75, 20]];
    assert.deepEqual([toldUnder(eighthBehavior, one), toldUnder(eighthBehavior, two)], [ofOne, ofTwo]);
    assert.deepEqual([toldUnder(seventhBehavior, one).length, toldUnder(seventhBehavior, two).length], [1, 2]);
  });

  it("tell lots apart where ratios multiply to 1 again, and dividends sum to 0", () => {
    const fills = fillsOf([3, 4, 70, "in-1"], [6, 3, 280, "in-2"], [9, -16, 70, "out-1"]);
    const actions = [action("05", "split", 0.25), action("07", "split", 2), action("08", "split", 2)];
    assert.deepEqual(
      told(fills, actions).map(({ quantity, entryPrice, netPnl }) => [quantity, entryPrice, netPnl]),
      [
        [4, 70, 0],
        [12, 70, 0],
      ],
    );
  });

  it("end with a delisting", () => {
    const [trip] = told(fillsOf([3, 10, 70, "in-1"]), [action("09", "delisting", 20)]);
    assert.deepEqual([trip.exitOrderId, trip.tag, trip.netPnl, trip.exitPrice], ["order-0", "delisting", -500, 20]);
  });

  it("name an action that cannot be right", () => {
    const refused = (wrong: object, message: RegExp) =>
      assert.throws(
        () => roundTrips([], { actions: [{ ...action("03", "split", 2), ...wrong }] as never }),
        (error) => error instanceof PaperLabError && message.test(error.message),
      );
    refused({ value: 0 }, /actions\[0\]\.value to be a positive number, was 0/);
    refused({ type: "spilt" }, /actions\[0\]\.type/);
    refused({ ex_date: "June" }, /actions\[0\]\.ex_date/);
    refused({ symbol: "" }, /actions\[0\]\.symbol/);
    assert.throws(() => roundTrips([], { action: [] } as never), { code: "UNKNOWN_OPTION" });
  });

  it("from flat to flat go through splits, and count what actions moved in cash", () => {
    const fills = fillsOf([3, 3, 90, "in-1"], [7, -4, 70, "out-1"]);
    const time = june + 4 * day;
    const split = { type: "split" as const, symbol: "A", time, value: 1.5, quantityAfter: 4, amount: 31 };
    const entries = [{ kind: "fraction", time, symbol: "A", amount: 31 }];
    const trips = flatToFlat(fillRowsOf(fills), () => 1, entries, [split]);
    assert.deepEqual([trips.length, trips.netPnl(0), trips.entryNotional(0)], [1, -270 + 31 + 280, 270]);
  });
});
