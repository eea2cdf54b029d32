import assert from "node:assert/strict";
import fc from "fast-check";
import { Commitments } from "../../../src/core/account/commitments";
import { Portfolio } from "../../../src/core/account/portfolio";
import type { EngineTerms } from "../../../src/core/account/terms";
import { PaperBroker } from "../../../src/core/broker/paper-broker";
import { Journal } from "../../../src/core/journal/journal";
import { withoutDust } from "../../../src/core/lots";
import { Market } from "../../../src/core/market/market";
import { OrderNumbers } from "../../../src/core/orders/numbers";
import { checkedRequest } from "../../../src/core/orders/requests/checked-request";
import { TradingGate } from "../../../src/core/orders/trading-state";
import { plainRole } from "../../../src/core/orders/working-order";
import { bars, columnsOf } from "../../support/bars";
import { engineTerms } from "../../support/terms";

const symbols = Array.from({ length: 20 }, (_, at) => `S${at}`);

const size = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100);
const place = fc.integer({ min: 0, max: symbols.length - 1 });
const side = fc.constantFrom(1, -1);
const action = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), place, side, quantity: size }),
  fc.record({ kind: fc.constant("cancel" as const), pick: fc.nat() }),
);

interface Book {
  readonly terms: EngineTerms;
  readonly market: Market;
  readonly portfolio: Portfolio;
  readonly broker: PaperBroker;
  readonly journal: Journal;
}

/** An account that holds something of each symbol, marked at one price each. */
function bookOf(prices: readonly number[], held: readonly number[], leverage: number): Book {
  const terms = engineTerms({ symbols, leverage, lotSize: 0.01 });
  const market = new Market(symbols, Infinity);
  const feed = prices.flatMap((price, at) => bars(symbols[at], [price]));
  market.mark(columnsOf(feed, symbols), 0, feed.length);
  const portfolio = new Portfolio(market, terms);
  for (const [at, units] of held.entries()) if (units !== 0) portfolio.book(at, units, prices[at], 1);
  const journal = new Journal(symbols, 64);
  return {
    terms,
    market,
    portfolio,
    journal,
    broker: new PaperBroker(market, portfolio, journal, terms, new TradingGate(), new OrderNumbers()),
  };
}

/** The buying power as it was summed anew for every order. */
function summedPower({ terms, portfolio, broker }: Book): number {
  const { quantity, price } = portfolio;
  let power = portfolio.headroom(terms.leverage, -1, 0);
  const reducible = new Map<number, number>();
  for (const { symbolIndex, sign, remaining } of broker.book.all()) {
    const left = reducible.get(symbolIndex) ?? Math.abs(quantity[symbolIndex]);
    const reduces = quantity[symbolIndex] * sign < 0 ? Math.min(remaining, left) : 0;
    if (reduces > 0) reducible.set(symbolIndex, left - reduces);
    power += (2 * reduces - remaining) * price[symbolIndex];
  }
  return power;
}

function summedProjection({ portfolio, broker }: Book, index: number): number {
  let sum = portfolio.quantity[index];
  for (const order of broker.book.all()) if (order.symbolIndex === index) sum += order.signedRemaining;
  return withoutDust(sum, 0.01);
}

const prices = fc.array(size, { minLength: symbols.length, maxLength: symbols.length });
const held = fc.array(
  fc.oneof(
    size,
    fc.constant(0),
    size.map((units) => -units),
  ),
  {
    minLength: symbols.length,
    maxLength: symbols.length,
  },
);

describe("what working orders take of an account", () => {
  it("is to the last bit what a sum over all of them gives, while orders come and go", () => {
    fc.assert(
      fc.property(prices, held, fc.constantFrom(1, 2.5), fc.array(action, { maxLength: 40 }), (...given) => {
        const [at, units, leverage, actions] = given;
        const book = bookOf(at, units, leverage);
        const { broker, portfolio, terms } = book;
        const commitments = new Commitments(portfolio, broker, terms);
        commitments.begin();
        for (const [row, asked] of actions.entries()) {
          if (asked.kind === "order") {
            const request = checkedRequest(symbols[asked.place], asked.side > 0 ? "buy" : "sell", asked.quantity);
            const number = orderIn(book, request, asked.place, row);
            assert.equal(broker.book.newest?.row, number);
          } else if (broker.book.count > 0) {
            broker.cancel(broker.book.all()[asked.pick % broker.book.count], row, "REQUESTED");
          }
          assert.equal(commitments.buyingPower(), summedPower(book));
          assert.equal(commitments.equity(), portfolio.equity());
          for (let index = 0; index < symbols.length; index++) {
            const working = broker.book.all().filter((order) => order.symbolIndex === index);
            assert.equal(commitments.projected(index), summedProjection(book, index));
            assert.equal(commitments.works(index), working.length > 0);
            for (const sign of [1, -1]) {
              const sum = working.reduce((units, order) => units + (order.sign === sign ? order.remaining : 0), 0);
              const left = Math.max(0, withoutDust(1000 - sum, 0.01, 1000));
              assert.ok(Math.abs(broker.book.sumOnItsWay(index, sign) - sum) < 1e-9);
              for (const kind of ["none", "closing"] as const)
                assert.ok(Math.abs(commitments.left(1000, index, sign, kind) - left) < 1e-9);
              assert.equal(commitments.left(1000, index, sign, "stop"), 1000);
            }
          }
        }
        commitments.end();
        assert.equal(commitments.buyingPower(), summedPower(book));
      }),
      { numRuns: 60 },
    );
  });

  it("is found anew in the next settlement, after fills and new prices", () => {
    const book = bookOf(Array(20).fill(10), Array(20).fill(5), 1);
    const commitments = new Commitments(book.portfolio, book.broker, book.terms);
    commitments.begin();
    const before = [commitments.buyingPower(), commitments.equity()];
    commitments.end();
    book.portfolio.book(3, 100, 11, 2);
    assert.notEqual(commitments.equity(), before[1]);
    commitments.begin();
    assert.deepEqual([commitments.buyingPower(), commitments.equity()], [summedPower(book), book.portfolio.equity()]);
    assert.notEqual(commitments.buyingPower(), before[0]);
  });
});

describe("room for a purchase", () => {
  it("is there exactly if the sum over all positions says so, also to the last bit, from fill to fill", () => {
    const fill = fc.record({ place, signed: fc.tuple(side, size).map(([sign, units]) => sign * units), price: size });
    fc.assert(
      fc.property(prices, held, fc.constantFrom(1, 2.5), fc.array(fill, { maxLength: 30 }), (...given) => {
        const [at, units, leverage, fills] = given;
        const { portfolio } = bookOf(at, units, leverage);
        for (const next of fills) {
          const room = portfolio.headroom(leverage, next.place, next.price);
          const last = Math.abs(room) * 2 ** -52;
          for (const needed of [room, room - last, room + last, room - 1, room + 1, 0, next.price, 2 * room])
            assert.equal(portfolio.hasRoom(needed, leverage, next.place, next.price), needed <= room);
          portfolio.book(next.place, next.signed, next.price, 1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

let accepted = 0;

/** Sets an order to work and returns its row in the ledger. */
function orderIn(book: Book, request: ReturnType<typeof checkedRequest>, index: number, time: number): number {
  const row = book.journal.orders.add(++accepted, index, request, time);
  book.broker.submit(row, request, index, time, plainRole);
  return row;
}
