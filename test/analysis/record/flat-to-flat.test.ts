import assert from "node:assert/strict";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { flatToFlat } from "../../../src/analysis/record/flat-to-flat";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import type { Fill } from "../../../src/core/orders/fill";

/** Fills of A, one a day, each of an order of its own: signed quantities, prices, and a commission. */
function fillsOf(...fills: readonly [signed: number, price: number, commission?: number, symbol?: string][]): Fill[] {
  return fills.map(([signed, price, commission = 0, symbol = "A"], at) => ({
    id: `fill-${at + 1}`,
    orderId: `order-${at + 1}`,
    symbol,
    side: signed > 0 ? "buy" : "sell",
    quantity: Math.abs(signed),
    price,
    commission,
    slippage: 0,
    time: at * 86_400_000,
  }));
}

function tripsOf(fills: readonly Fill[], lotSize = 1) {
  const trips = flatToFlat(fillRowsOf(fills), () => lotSize);
  return Array.from({ length: trips.length }, (_, place) => [trips.netPnl(place), trips.entryNotional(place)]);
}

describe("a round trip from flat to flat", () => {
  it("is one, however often the position is added to and trimmed", () => {
    const fills = fillsOf([10, 100], [-1, 110], [1, 105], [-2, 112], [-8, 120]);
    // -1000 + 110 - 105 + 224 + 960
    assert.deepEqual(tripsOf(fills), [[189, 1105]]);
    assert.ok(roundTrips(fills).length > 1);
  });

  it("bears all commissions of its fills", () => {
    assert.deepEqual(tripsOf(fillsOf([10, 100, 3], [-10, 101, 2])), [[5, 1000]]);
  });

  it("ends where a fill crosses zero, which begins the next one, commission by quantity", () => {
    assert.deepEqual(tripsOf(fillsOf([10, 100], [-15, 110, 3], [5, 100])), [
      [98, 1000],
      [49, 550],
    ]);
  });

  it("runs by symbol, and in the order of their ends", () => {
    const fills = fillsOf([1, 100], [1, 50, 0, "B"], [-1, 55, 0, "B"], [-1, 90]);
    assert.deepEqual(tripsOf(fills), [
      [5, 50],
      [-10, 100],
    ]);
  });

  it("is over when less than half a lot is held, and is none while it is open", () => {
    assert.deepEqual(tripsOf(fillsOf([1, 100], [-0.96, 110]), 0.1), [[-100 + 0.96 * 110, 100]]);
    assert.deepEqual(tripsOf(fillsOf([1, 100], [-0.9, 110]), 0.1), []);
  });

  it("is open while a share is held, though lots are larger: a split leaves odd ones", () => {
    assert.deepEqual(tripsOf(fillsOf([125, 80], [-100, 80]), 100), []);
    assert.deepEqual(tripsOf(fillsOf([40, 10], [100, 100], [-100, 101], [-40, 10]), 100), [[100, 10_400]]);
  });

  it("is over when the account is flat, of more lots than a double can tell apart", () => {
    // 4,533,333,333.36 and 2,266,666,666.67 coins of 1e-8: their sum, less itself, is not 0 in doubles.
    const fills = fillsOf([4533333333.36, 1e-5], [2266666666.67, 1e-5], [-1133333333.31, 2e-5], [-5666666666.72, 2e-5]);
    const again = fillsOf([1e9, 1e-5], [-1e9, 3e-5]).map((fill, at) => ({ ...fill, time: (4 + at) * 86_400_000 }));
    const rest = fills.reduce((sum, { side, quantity }) => sum + (side === "buy" ? quantity : -quantity), 0);
    assert.ok(Math.abs(rest) > 5e-9, `${rest}`);
    const trips = tripsOf([...fills, ...again], 1e-8);
    assert.deepEqual(
      trips.map(([pnl]) => Math.round(pnl)),
      [68000, 20000],
    );
  });

  it("sums with others to what the cash came to, where everything ends flat", () => {
    const fills = fillsOf([7, 10, 1], [-3, 12, 1], [-10, 9, 2], [6, 8, 1], [4, 11, 1], [-4, 13, 1]);
    const cash = fills.reduce(
      (sum, { side, quantity, price, commission }) => sum + (side === "buy" ? -1 : 1) * quantity * price - commission,
      0,
    );
    const net = tripsOf(fills).reduce((sum, [netPnl]) => sum + netPnl, 0);
    assert.ok(Math.abs(net - cash) < 1e-9, `${net} ${cash}`);
  });
});
