import assert from "node:assert/strict";
import fc from "fast-check";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { flatTrips } from "../../../src/analysis/record/flat-to-flat";
import { excursionOfChanges } from "../../../src/analysis/tracking/excursions/changes";
import { partsOfTrades } from "../../../src/analysis/tracking/excursions/parts-of-trades";
import { PriceSpans } from "../../../src/analysis/tracking/excursions/price-spans";
import { excursionsOf } from "../../../src/analysis/tracking/excursions/trade-excursions";
import { tripExcursionsOf } from "../../../src/analysis/tracking/excursions/trip-excursions";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { newestForm } from "../../../src/analysis/trades/trade-ledger";
import type { Fill } from "../../../src/core/orders/fill";
import { cases } from "../../support/cases";

type Prices = readonly [open: number, high: number, low: number, close: number];

const spansOf = (bars: readonly Prices[]): PriceSpans => {
  const column = (at: number) => Float64Array.from(bars, (bar) => bar[at]);
  const time = Float64Array.from(bars, (_, at) => at + 1);
  const prices = { open: column(0), high: column(1), low: column(2), close: column(3) };
  return new PriceSpans({ length: bars.length, time, ...prices }, []);
};

/** Fills at the opens of bars, counted from 0: an entry order's, and an exit order's with a sign. */
function fillsOf(bars: readonly Prices[], signed: readonly (readonly [bar: number, units: number])[]): Fill[] {
  return signed.map(([bar, units], at) => ({
    ...{ id: `fill-${at}`, orderId: units * signed[0][1] > 0 ? "order-1" : "order-2", symbol: "A" },
    ...{ side: units > 0 ? "buy" : "sell", quantity: Math.abs(units), price: bars[bar][0] },
    ...{ commission: 0, slippage: 0, time: bar + 1 },
  }));
}

function found(bars: readonly Prices[], fills: readonly Fill[]) {
  const rows = fillRowsOf(fills);
  const parts = partsOfTrades({ fills: rows, cash: [], actions: [], form: newestForm });
  return excursionsOf(
    roundTrips(fills),
    parts,
    rows,
    () => spansOf(bars),
    () => true,
  );
}

describe("the excursion of a trade", () => {
  const bars: readonly Prices[] = [
    [100, 101, 90, 99],
    [100, 103, 99, 102],
    [110, 112, 109, 111],
    [120, 130, 119, 121],
    [105, 106, 104, 105.5],
  ];

  it("counts what was held at each time of an order that was filled in parts", () => {
    const [one] = found(
      bars,
      fillsOf(bars, [
        [0, 10],
        [2, 90],
        [4, -100],
      ]),
    );
    // The worst was 10 units at 90, not 100 of them at an average price of 109.
    assert.deepEqual(one, { bars: 4, adverseExcursion: -400, favorableExcursion: 10 * 30 + 90 * 20 });
  });

  it("counts of a bar in which a part was bought or sold what is sure, whenever its low came", () => {
    const within: readonly Prices[] = [
      [100, 101, 99, 100],
      [100, 101, 60, 99],
      [98, 99, 97, 98],
    ];
    const change = (time: number, units: number, price: number, isAtOpen = false) => {
      return { time, units, price, isAtOpen, isAtClose: false };
    };
    const worstOf = (...changes: ReturnType<typeof change>[]) =>
      excursionOfChanges(changes, spansOf(within), changes[changes.length - 1].time).adverseExcursion;
    const bought = change(1, 100, 100, true);
    // At the low of 60 it held 100 or 101 units, whichever came first; and 100 or 99.
    assert.equal(worstOf(bought, change(2, 1, 99.5), change(3, -101, 98, true)), 100 * -40);
    assert.equal(worstOf(bought, change(2, -1, 99.5), change(3, -99, 98, true)), 99 * -40 - 0.5);
    assert.equal(worstOf(bought, change(2, -1, 100, true), change(3, -99, 98, true)), 99 * -40);
    // It may have been bought after the low, or sold before.
    assert.equal(worstOf(change(2, 100, 99.5), change(3, -100, 98, true)), 100 * -1.5);
    assert.equal(worstOf(bought, change(2, -100, 99.5)), 100 * -1);
  });

  it("takes a price that is the open and the close of its bar for the close only of orders for the close", () => {
    const same: readonly Prices[] = [
      [100, 101, 99, 100],
      [100, 140, 60, 100],
      [100, 101, 99, 100],
    ];
    const through = (signed: readonly (readonly [bar: number, units: number])[], isClosing: boolean) => {
      const rows = fillRowsOf(fillsOf(same, signed));
      const parts = partsOfTrades({ fills: rows, cash: [], actions: [], form: newestForm });
      const trades = roundTrips(fillsOf(same, signed));
      const trips = flatTrips(rows, () => 1, [], []);
      const spans = () => spansOf(same);
      const [own] = excursionsOf(trades, parts, rows, spans, () => isClosing);
      assert.deepEqual(
        tripExcursionsOf(trips, rows, [], spans, () => isClosing),
        [own],
      );
      return [own.adverseExcursion, own.favorableExcursion];
    };
    assert.deepEqual(
      through(
        [
          [0, 1],
          [1, -1],
        ],
        false,
      ),
      [-1, 1],
    );
    assert.deepEqual(
      through(
        [
          [0, 1],
          [1, -1],
        ],
        true,
      ),
      [-40, 40],
    );
    assert.deepEqual(
      through(
        [
          [1, 1],
          [2, -1],
        ],
        false,
      ),
      [-40, 40],
    );
    assert.deepEqual(
      through(
        [
          [1, 1],
          [2, -1],
        ],
        true,
      ),
      [-1, 1],
    );
  });

  it("goes on after a fraction that was paid out on a day without a bar", () => {
    const held = (time: number, units: number, price: number) => ({ time, units, price });
    const opens = { isAtOpen: true, isAtClose: false };
    // Half a unit is paid out between the second bar and the third.
    const changes = [held(1, 10.5, 100), held(2.5, -0.5, 102), held(5, -10, 105)].map((one) => ({ ...one, ...opens }));
    const { bars: count, ...money } = excursionOfChanges(changes, spansOf(bars), 5);
    const paid = 0.5 * (102 - 100);
    assert.deepEqual([count, money], [4, { adverseExcursion: -10.5 * 10, favorableExcursion: paid + 10 * 30 }]);
  });

  it("keeps what was earned by what an order closed earlier", () => {
    const [one] = found(
      bars,
      fillsOf(bars, [
        [0, 100],
        [2, -90],
        [4, -10],
      ]),
    );
    assert.deepEqual(one, { bars: 4, adverseExcursion: -1_000, favorableExcursion: 90 * 10 + 10 * 30 });
  });

  it("goes to a delisting after the last bar, of all that its order had left", () => {
    const fills = fillsOf(bars, [
      [0, 10],
      [2, 90],
    ]);
    const rows = fillRowsOf(fills);
    const facts = { type: "delisting", symbol: "A", time: 6, value: 95, ex_date: "1970-01-01" } as const;
    const moved = { quantity: 100, quantityAfter: 0, amount: 9_500, closeBefore: 105.5 };
    const actions = [{ ...facts, ...moved }];
    const parts = partsOfTrades({ fills: rows, cash: [], actions, form: newestForm });
    const trades = roundTrips(fills, { actions });
    const [one] = excursionsOf(
      trades,
      parts,
      rows,
      () => spansOf(bars),
      () => true,
    );
    assert.deepEqual(one, { bars: 4, adverseExcursion: 10 * -5 + 90 * -15, favorableExcursion: 10 * 30 + 90 * 20 });
  });

  const price = fc.integer({ min: 50, max: 150 });
  const bar = fc.tuple(price, price, price, price).map(([a, b, c, d]): Prices => {
    // No bar closes at its open: what is filled at its open is not filled at its close.
    return [a, Math.max(a, b, c + 0.5, d), Math.min(a, b, c + 0.5, d), c + 0.5];
  });
  const parts = fc.tuple(
    fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9 })), { maxLength: 4 }),
    fc.boolean(),
  );

  it("is the best and worst of cash and value at every price of every bar while something was held", () => {
    fc.assert(
      fc.property(fc.array(bar, { minLength: 24, maxLength: 24 }), parts, (drawn, [bought, sold, isLong]) => {
        const sign = isLong ? 1 : -1;
        let [at, held] = [0, 0];
        const signed: [number, number][] = [];
        const trade = (wait: number, units: number) => {
          at += wait;
          held += units;
          signed.push([at, sign * units]);
        };
        for (const [wait, units] of bought) trade(wait, units);
        for (const [wait, units] of sold) if (units < held) trade(wait, -units);
        trade(1, -held);
        let [cash, now, worst, best] = [0, 0, 0, 0];
        const note = (price: number) => {
          worst = Math.min(worst, cash + now * price);
          best = Math.max(best, cash + now * price);
        };
        for (let row = 0; row <= at; row++) {
          note(drawn[row][0]);
          for (const [, units] of signed.filter(([when]) => when === row)) {
            cash -= units * drawn[row][0];
            now += units;
          }
          if (now !== 0) drawn[row].forEach(note);
        }
        const fills = fillsOf(drawn, signed);
        const rows = fillRowsOf(fills);
        const [own, ...others] = found(drawn, fills);
        assert.deepEqual(others, []);
        assert.deepEqual([own.adverseExcursion, own.favorableExcursion], [worst, best]);
        // All of it is one round trip from flat to flat.
        const trips = tripExcursionsOf(
          flatTrips(rows, () => 1, [], []),
          rows,
          [],
          () => spansOf(drawn),
          () => true,
        );
        assert.deepEqual(trips, [own]);
      }),
      { numRuns: cases(200) },
    );
  });
});
