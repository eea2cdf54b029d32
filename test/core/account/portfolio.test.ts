import assert from "node:assert/strict";
import fc from "fast-check";
import { Portfolio } from "../../../src/core/account/portfolio";
import { Market } from "../../../src/core/market/market";
import { newLedger } from "../../analysis/ledgers";
import { bars, columnsOf } from "../../support/bars";
import { engineTerms } from "../../support/terms";

const symbols = ["A", "B", "C"];

function portfolioOf(initialCapital = 1000) {
  const market = new Market(symbols, Infinity);
  const feed = symbols.flatMap((symbol, at) => bars(symbol, [10 * (at + 1)]));
  market.mark(columnsOf(feed, symbols), 0, feed.length);
  return new Portfolio(market, engineTerms({ symbols, initialCapital }));
}

function fillOf(at: number, signed: number, price: number) {
  const side: "buy" | "sell" = signed > 0 ? "buy" : "sell";
  const costs = { commission: 0, slippage: 0, time: at };
  return { id: `fill-${at}`, orderId: `order-${at}`, symbol: "A", side, quantity: Math.abs(signed), price, ...costs };
}

describe("a portfolio", () => {
  it("knows the index of a symbol, in whatever order it is asked", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...symbols, "X"), { maxLength: 30 }), (asked) => {
        const portfolio = portfolioOf();
        for (const symbol of asked)
          assert.equal(portfolio.indexOf(symbol), symbol === "X" ? undefined : symbols.indexOf(symbol));
      }),
    );
  });

  it("averages the prices of what is left, first in, first out, as trades do", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 8, 0);
    portfolio.book(0, 30, 12, 0);
    assert.equal(portfolio.averagePrice[0], 11);
    portfolio.book(0, -5, 20, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [35, (5 * 8 + 30 * 12) / 35]);
    portfolio.book(0, -20, 20, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [15, 12]);
    portfolio.book(0, 15, 14, 0);
    assert.equal(portfolio.averagePrice[0], 13);
  });

  it("averages short positions the same way", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, -10, 8, 0);
    portfolio.book(0, -10, 12, 0);
    portfolio.book(0, 5, 1, 0);
    const average = (5 * 8 + 10 * 12) / 15;
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [-15, average]);
    const { marketValue, unrealizedPnl } = portfolio.position(0);
    assert.deepEqual([marketValue, unrealizedPnl], [-150, -15 * (10 - average)]);
  });

  it("has the average of the open lots, however they came about", () => {
    const fills = fc.array(fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 50 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fills, (moves) => {
        const portfolio = portfolioOf();
        const ledger = newLedger();
        for (const [at, [signed, price]] of moves.filter(([signed]) => signed !== 0).entries()) {
          portfolio.book(0, signed, price, 0);
          ledger.add(fillOf(at, signed, price));
          const lots = ledger.openLots();
          const quantity = lots.reduce((sum, lot) => sum + lot.quantity, 0);
          assert.equal(portfolio.quantity[0], quantity);
          if (quantity === 0) continue;
          const average = lots.reduce((sum, lot) => sum + lot.quantity * lot.price, 0) / quantity;
          assert.ok(Math.abs(portfolio.averagePrice[0] / average - 1) < 1e-12);
        }
      }),
    );
  });

  it("begins a new average when it crosses zero, and has none when nothing is left", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 8, 0);
    portfolio.book(0, -15, 9, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [-5, 9]);
    portfolio.book(0, 5, 7, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [0, 0]);
  });

  it("pays prices and commissions from its cash", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 8, 1.5);
    assert.equal(portfolio.cash, 1000 - 80 - 1.5);
    portfolio.book(0, -10, 9, 1.5);
    assert.equal(portfolio.cash, 1000 - 80 - 1.5 + 90 - 1.5);
  });

  it("lists what is held in the order of the symbols, however it came to be held", () => {
    const portfolio = portfolioOf();
    for (const place of [2, 0, 1]) portfolio.book(place, 1, 1, 0);
    assert.deepEqual(
      portfolio.positions().map((position) => position.symbol),
      ["A", "B", "C"],
    );
    portfolio.book(1, -1, 1, 0);
    assert.deepEqual(portfolio.held, [0, 2]);
  });

  it("adds up market values, net and gross, with shorts", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 10, 0);
    portfolio.book(1, -10, 20, 0);
    assert.deepEqual([portfolio.marketValue(), portfolio.grossValue(), portfolio.equity()], [-100, 300, 1000]);
  });

  it("has room for what its equity, times the leverage, is above its gross value", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 10, 0);
    portfolio.book(1, -10, 20, 0);
    assert.equal(portfolio.headroom(1, 2, 30), 1000 - 300);
    assert.equal(portfolio.headroom(2, 2, 30), 2000 - 300);
    // At 15 the short is worth 150 and the equity 1,050.
    assert.equal(portfolio.headroom(1, 1, 15), 1050 - 250);
  });
});
