import type { Fill } from "../core/fill";
import type { Trade } from "../core/trade";
import { dropOldest, lotsOf, type OpenFills, type OpenLot, openFill, type Remainder, setRemainder } from "./open-fills";
import { type TradePart, takePart } from "./trade-part";
import { type MutableTrade, mergeTrade, newTrade } from "./trade-row";

/** What is open of one symbol, and the rows that its exit orders have made. */
interface Book extends OpenFills {
  readonly symbol: string;
  /** The first row of an exit order. */
  readonly firstRow: Map<string, MutableTrade>;
  /** The further rows of an exit order that closed several entry orders, by entry order. */
  readonly furtherRows: Map<string, Map<string, MutableTrade>>;
}

const nothing: readonly Trade[] = [];
const noRest = { quantity: Number.NaN, commission: Number.NaN, slippage: Number.NaN };
const noPart = { quantity: Number.NaN, entryCommission: Number.NaN, exitCommission: Number.NaN, slippage: Number.NaN };

/**
 * Matches fills first in, first out by symbol into round trips, one row for each pair of an entry and an exit order:
 * what arrives later for the same pair is added to its row, which keeps its id and stays the same object. Commissions
 * and slippage are shared out by quantity on both sides. A fill larger than what is open closes it and opens the rest in
 * the other direction.
 */
export class TradeLedger {
  /** In the order of their first exit fill. */
  readonly trades: Trade[] = [];
  readonly #books = new Map<string, Book>();
  #last: Book | undefined;
  // Written anew for every closing fill: objects of their own would cost more than the matching.
  readonly #rest: Remainder = { ...noRest };
  #part: TradePart | undefined;

  /** Takes in the next fill and returns the trades that it made or changed. */
  add(fill: Fill): readonly Trade[] {
    const book = this.#bookOf(fill.symbol);
    const { fills, head } = book;
    if (head < fills.length && fills[head].side !== fill.side) return this.#close(book, fill);
    openFill(book, fill, fill);
    return nothing;
  }

  /** Returns the lots still open: symbols in the order of their first fills, then the oldest first. */
  openLots(): OpenLot[] {
    return [...this.#books.values()].flatMap(lotsOf);
  }

  #close(book: Book, fill: Fill): readonly Trade[] {
    const changed: Trade[] = [];
    const rest = this.#rest;
    setRemainder(rest, fill);
    while (rest.quantity > 0 && book.head < book.fills.length) {
      const part = this.#partOf(book.fills[book.head], fill);
      takePart(part, book.rest, rest);
      this.#enter(book, part, changed);
      if (book.rest.quantity === 0) dropOldest(book);
    }
    if (rest.quantity > 0) openFill(book, fill, rest);
    return changed;
  }

  #enter(book: Book, part: TradePart, changed: Trade[]): void {
    const { entry, exit } = part;
    const first = book.firstRow.get(exit.orderId);
    if (first === undefined) {
      book.firstRow.set(exit.orderId, this.#start(part, changed));
    } else if (first.entryOrderId === entry.orderId) {
      merge(first, part, changed);
    } else {
      const further = furtherRowsOf(book, exit.orderId);
      const row = further.get(entry.orderId);
      if (row !== undefined) merge(row, part, changed);
      else further.set(entry.orderId, this.#start(part, changed));
    }
  }

  #start(part: TradePart, changed: Trade[]): MutableTrade {
    const trade = newTrade(`trade-${this.trades.length + 1}`, part);
    this.trades.push(trade);
    changed.push(trade);
    return trade;
  }

  #partOf(entry: Fill, exit: Fill): TradePart {
    this.#part ??= { entry, exit, ...noPart };
    this.#part.entry = entry;
    this.#part.exit = exit;
    return this.#part;
  }

  #bookOf(symbol: string): Book {
    if (this.#last !== undefined && this.#last.symbol === symbol) return this.#last;
    let book = this.#books.get(symbol);
    if (book === undefined) {
      book = { symbol, fills: [], head: 0, rest: { ...noRest }, firstRow: new Map(), furtherRows: new Map() };
      this.#books.set(symbol, book);
    }
    this.#last = book;
    return book;
  }
}

function merge(row: MutableTrade, part: TradePart, changed: Trade[]): void {
  mergeTrade(row, part);
  if (!changed.includes(row)) changed.push(row);
}

function furtherRowsOf(book: Book, exitOrderId: string): Map<string, MutableTrade> {
  let rows = book.furtherRows.get(exitOrderId);
  if (rows === undefined) {
    rows = new Map();
    book.furtherRows.set(exitOrderId, rows);
  }
  return rows;
}
