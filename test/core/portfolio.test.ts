import assert from "node:assert/strict";
import { Market } from "../../src/core/market";
import { Portfolio } from "../../src/core/portfolio";
import { bars, columnsOf } from "../support/bars";

const symbols = ["A", "B", "C"];

function portfolioOf(initialCapital = 1000) {
  const market = new Market(symbols);
  const feed = symbols.flatMap((symbol, place) => bars(symbol, [10 * (place + 1)]));
  market.see(columnsOf(feed, symbols), 0, feed.length);
  return new Portfolio(market, initialCapital, () => 1);
}

describe("a portfolio", () => {
  it("averages the price of what is bought, and keeps it when a part is sold", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, 10, 8, 0);
    portfolio.book(0, 30, 12, 0);
    assert.equal(portfolio.averagePrice[0], 11);
    portfolio.book(0, -25, 20, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [15, 11]);
  });

  it("averages short positions the same way", () => {
    const portfolio = portfolioOf();
    portfolio.book(0, -10, 8, 0);
    portfolio.book(0, -10, 12, 0);
    portfolio.book(0, 5, 1, 0);
    assert.deepEqual([portfolio.quantity[0], portfolio.averagePrice[0]], [-15, 10]);
    assert.deepEqual([portfolio.position(0).marketValue, portfolio.position(0).unrealizedPnl], [-150, 0]);
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
