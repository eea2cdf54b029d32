import assert from "node:assert/strict";
import fc from "fast-check";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { flatToFlat } from "../../../src/analysis/record/flat-to-flat";
import type { PositionEntry } from "../../../src/analysis/record/position-entries";
import { TradeLedger } from "../../../src/analysis/trades/trade-ledger";
import type { Fill } from "../../../src/core/orders/fill";

function fill(number: number, time: number, side: Fill["side"], quantity: number, price = 10): Fill {
  const names = { id: `fill-${number}`, orderId: `order-${number}`, symbol: "A" };
  return { ...names, side, quantity, price, commission: 0, slippage: 0, time };
}

const borrow = (time: number, amount: number, symbol = "A"): PositionEntry => ({
  kind: "borrow",
  time,
  symbol,
  amount,
});

describe("what short positions pay for being borrowed", () => {
  const fills = [fill(1, 1, "sell", 10), fill(2, 2, "sell", 30), fill(3, 3, "buy", 20, 9), fill(4, 5, "buy", 20, 8)];
  const entries = [
    // Before the second fill, of the same step.
    borrow(2, -1),
    { kind: "interest", time: 3, amount: 7 },
    borrow(3, -8),
    borrow(4, -2),
    borrow(4, -50, "B"),
    borrow(6, -3),
  ];

  it("is split over the lots that were open then, and taken off their profits", () => {
    const trades = new TradeLedger(fillRowsOf(fills), entries).trades.all();
    assert.deepEqual(
      trades.map(({ quantity, borrow, grossPnl, netPnl }) => [quantity, Number(borrow.toFixed(9)), grossPnl, netPnl]),
      [
        // 10 × (1 / 10 + 8 / 40)
        [10, 3, 10, 7],
        // 10 × 8 / 40
        [10, 2, 10, 8],
        // 20 × (8 / 40 + 2 / 20)
        [20, 6, 40, 34],
      ],
    );
  });

  it("is part of the round trip from flat to flat", () => {
    const trips = flatToFlat(fillRowsOf(fills), () => 1, entries);
    assert.deepEqual([trips.length, trips.netPnl(0)], [1, 10 * 10 + 30 * 10 - 20 * 9 - 20 * 8 - 11]);
  });

  it("is lost nowhere: trades and what is open sum to it, however the ledger is read in between", () => {
    const step = fc.record({ side: fc.constantFrom("buy", "sell"), quantity: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const rows: Fill[] = [];
        const charges: PositionEntry[] = [];
        let [held, paid] = [0, 0];
        const growing = new TradeLedger(growingRows(rows), charges);
        for (const [at, { side, quantity }] of steps.entries()) {
          if (held < 0) {
            charges.push(borrow(at, held));
            paid -= held;
          }
          rows.push(fill(at + 1, at, side, quantity));
          held += side === "buy" ? quantity : -quantity;
          if (at % 3 === 0) growing.trades.all();
        }
        if (held < 0) rows.push(fill(99, steps.length, "buy", -held));
        for (const ledger of [growing, new TradeLedger(fillRowsOf(rows), charges)]) {
          const sum = ledger.trades.all().reduce((total, trade) => total + trade.borrow, 0);
          assert.ok(Math.abs(sum - paid) <= 1e-9 * Math.max(1, paid), `${sum} of ${paid}`);
        }
      }),
    );
  });
});

// Fills that come while the ledger is read.
function growingRows(rows: readonly Fill[]) {
  return new Proxy(fillRowsOf([]), {
    get: (_, key) => (fillRowsOf(rows) as unknown as Record<PropertyKey, unknown>)[key],
  });
}
