import assert from "node:assert/strict";
import fc from "fast-check";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { TradeLedger } from "../../../src/analysis/trades/trade-ledger";
import type { Fill } from "../../../src/core/orders/fill";
import { newLedger } from "../ledgers";

let made = 0;

function fill(orderId: string, signed: number, price: number, more: Partial<Fill> = {}): Fill {
  const id = `fill-${++made}`;
  const side = signed > 0 ? "buy" : "sell";
  const costs = { commission: 0, slippage: 0 };
  return { id, orderId, symbol: "AAPL", side, quantity: Math.abs(signed), price, ...costs, time: made, ...more };
}

describe("a trade ledger", () => {
  it("makes one trade of ten partial fills of an entry and an exit order", () => {
    const entries = Array.from({ length: 10 }, (_, i) => fill("in", 10, 100 + i));
    const exits = Array.from({ length: 5 }, (_, i) => fill("out", -20, 110 + i));
    const [trade, ...others] = roundTrips([...entries, ...exits]);
    assert.equal(others.length, 0);
    assert.equal(trade.quantity, 100);
    assert.ok(Math.abs(trade.entryPrice - 104.5) < 1e-9);
    assert.ok(Math.abs(trade.exitPrice - 112) < 1e-9);
    assert.ok(Math.abs(trade.grossPnl - 750) < 1e-9);
    assert.deepEqual([trade.entryTime, trade.exitTime], [entries[0].time, exits[4].time]);
  });

  it("adds a part that arrives after another order to the row it belongs to", () => {
    const ledger = newLedger();
    ledger.add(fill("in", 100, 10));
    ledger.add(fill("a", -30, 11));
    assert.deepEqual(
      ledger.trades.map(({ quantity, grossPnl }) => [quantity, grossPnl]),
      [[30, 30]],
    );
    ledger.add(fill("b", -30, 12));
    ledger.add(fill("a", -40, 13));
    const [first] = ledger.trades;
    assert.deepEqual([first.id, first.quantity, first.grossPnl], ["trade-1", 70, 30 + 120]);
    assert.deepEqual([ledger.trades.length, ledger.trades[1].exitOrderId], [2, "b"]);
  });

  it("keeps one row for each entry order that an exit order closes, also when they interleave", () => {
    const fills = [fill("a", 1, 10), fill("b", 1, 20), fill("a", 1, 10), fill("c", 1, 30), fill("out", -4, 30)];
    const rows = roundTrips(fills).map(({ entryOrderId, quantity, grossPnl }) => [entryOrderId, quantity, grossPnl]);
    assert.deepEqual(rows, [
      ["a", 2, 40],
      ["b", 1, 10],
      ["c", 1, 0],
    ]);
  });

  it("opens the rest of a larger fill in the other direction, with its share of the commission", () => {
    const ledger = newLedger();
    ledger.add(fill("in", 40, 10, { commission: 4 }));
    ledger.add(fill("flip", -100, 12, { commission: 10, slippage: 5 }));
    const [trade] = ledger.trades;
    assert.deepEqual([trade.entryCommission, trade.exitCommission, trade.slippage, trade.netPnl], [4, 4, 2, 72]);
    const [lot] = ledger.openLots();
    assert.deepEqual([lot.orderId, lot.quantity, lot.commission, lot.slippage], ["flip", -60, 6, 3]);
    ledger.add(fill("back", 60, 11));
    assert.equal(ledger.trades[1].direction, "short");
  });

  it("leaves no dust of fractions", () => {
    const ledger = newLedger();
    for (const id of ["a", "b", "c"]) ledger.add(fill(id, 0.1, 10));
    ledger.add(fill("out", -0.3, 11));
    assert.deepEqual([ledger.trades.length, ledger.openLots().length], [3, 0]);
    assert.deepEqual(
      ledger.trades.map(({ quantity }) => quantity),
      [0.1, 0.1, 0.1],
    );
  });

  it("has no dust in the quantities of trades and lots, whatever their decimals", () => {
    const units = fc.array(
      fc.integer({ min: -900, max: 900 }).filter((some) => some !== 0),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 12 }), (signed, decimals) => {
        const scale = Number(`1e${decimals}`);
        const whole = newLedger();
        const parts = newLedger();
        signed.forEach((some, at) => {
          whole.add(fill(`order-${at % 7}`, some, 10));
          parts.add(fill(`order-${at % 7}`, some / scale, 10));
        });
        const quantities = (ledger: typeof whole) =>
          [...ledger.trades, ...ledger.openLots()].map((row) => row.quantity);
        assert.deepEqual(
          quantities(parts),
          quantities(whole).map((some) => some / scale),
        );
      }),
    );
  });

  it("keeps the dust of a session from before", () => {
    const fills = [fill("a", 0.1, 10), fill("b", 0.1, 10), fill("c", 0.1, 10), fill("out", -0.3, 11)];
    const { trades } = new TradeLedger(fillRowsOf(fills), [], undefined, { dust: "all", tellsApart: false });
    assert.deepEqual(
      trades.all().map(({ quantity }) => quantity),
      [0.1, 0.1, 0.3 - 0.1 - 0.1],
    );
  });

  it("takes the tag of the entry, else that of the exit", () => {
    const tagged = [fill("a", 1, 1, { tag: "in" }), fill("b", -1, 1, { tag: "out" })];
    assert.equal(roundTrips(tagged)[0].tag, "in");
    assert.equal(roundTrips([fill("a", 1, 1), tagged[1]].map((each, time) => ({ ...each, time })))[0].tag, "out");
  });

  it("takes one id on both sides, as in a list without ids of its own, for two orders", () => {
    const fills = [fill("1", 10, 100), fill("1", -20, 110), fill("1", 10, 100)].map((each, time) => ({
      ...each,
      time,
    }));
    assert.deepEqual(
      roundTrips(fills).map(({ direction, quantity, entryPrice, exitPrice }) => [
        direction,
        quantity,
        entryPrice,
        exitPrice,
      ]),
      [
        ["long", 10, 100, 110],
        ["short", 10, 110, 100],
      ],
    );
  });

  it("works on when thousands of fills are open", () => {
    const ledger = newLedger();
    for (let i = 0; i < 5000; i++) ledger.add(fill(`in-${i}`, 1, 100));
    for (let i = 0; i < 4000; i++) ledger.add(fill(`out-${i}`, -1, 101));
    assert.equal(ledger.trades.length, 4000);
    assert.deepEqual([ledger.openLots().length, ledger.openLots()[0].orderId], [1000, "in-4000"]);
  });
});

describe("any sequence of fills", () => {
  const anyFill = fc.record({
    order: fc.integer({ min: 1, max: 12 }),
    signed: fc.integer({ min: -50, max: 50 }).filter((units) => units !== 0),
    price: fc.double({ min: 1, max: 1000, noNaN: true }),
    commission: fc.double({ min: -1, max: 5, noNaN: true }),
    symbol: fc.constantFrom("AAPL", "SPX"),
  });

  it("keeps commissions, cash, and one row for each pair of orders, of which each is on one side", () => {
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 60 }), (given) => {
        const fills = given.map(({ order, signed, price, commission, symbol }, time) =>
          fill(`order-${order}`, signed, price, { commission, symbol, time }),
        );
        const ledger = newLedger();
        for (const each of fills) ledger.add(each);
        const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0);
        const { trades } = ledger;
        const open = ledger.openLots();
        const attached = sum(open, (lot) => lot.commission);
        const paid = sum(fills, (each) => each.commission);
        const allocated = sum(trades, (trade) => trade.entryCommission + trade.exitCommission);
        assert.ok(Math.abs(allocated + attached - paid) < 1e-8);
        const cash = sum(fills, (each) => (each.side === "buy" ? -1 : 1) * each.quantity * each.price) - paid;
        const held = sum(open, (lot) => lot.quantity * lot.price);
        assert.ok(Math.abs(sum(trades, (trade) => trade.netPnl) - held - attached - cash) < 1e-6);
        const pairs = trades.map(
          ({ symbol, direction, entryOrderId, exitOrderId }) => `${symbol} ${direction} ${entryOrderId} ${exitOrderId}`,
        );
        assert.equal(new Set(pairs).size, pairs.length);
      }),
    );
  });
});

describe("roundTrips", () => {
  const cases: [field: string, value: unknown, message: RegExp][] = [
    ["quantity", 0, /^Expected fills\[1\].quantity to be a positive number, was 0$/],
    ["price", Number.NaN, /^Expected fills\[1\].price to be a number, was NaN$/],
    ["side", "BUY", /^Expected fills\[1\].side to be "buy" or "sell", was "BUY"$/],
    ["symbol", "", /^Expected fills\[1\].symbol to be a symbol, was ""$/],
    ["time", -1, /^Expected fills\[1\].time to be at or after /],
    ["commission", undefined, /^Expected fills\[1\].commission to be a number, was undefined$/],
  ];
  for (const [field, value, message] of cases) {
    it(`names the place of a wrong ${field}`, () => {
      const fills = [fill("a", 1, 10), { ...fill("b", -1, 11), [field]: value }];
      assert.throws(() => roundTrips(fills), { code: "INVALID_DATA", message });
    });
  }

  it("asks for an array", () => {
    assert.throws(() => roundTrips(undefined as never), {
      message: "Expected fills to be an array of fills, was undefined",
    });
  });
});
