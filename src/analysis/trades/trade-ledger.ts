import type { FillRows } from "../record/fill-rows";
import { borrowerOf, type PositionEntry } from "../record/position-entries";
import { dropOldest, lotsOf, type OpenFills, type OpenLot, openFill, type Remainder, setWhole } from "./open-fills";
import { type TradePart, takePart } from "./trade-part";
import { TradeTable } from "./trade-table";

/** The open fills of one symbol, and the trades of its exit orders. */
interface Book extends OpenFills {
  readonly symbol: string;
  /** The first trade of an exit order, by its index. */
  readonly firstTrade: Map<string, number>;
  /** The other trades of an exit order that closed several entry orders, by entry order. */
  readonly furtherTrades: Map<string, Map<string, number>>;
  /** What one unit that was open all the time has paid for being borrowed, currency. */
  borrowed: number;
  /** The same when a fill opened, by its row, if it was not 0. */
  readonly borrowedBefore: Map<number, number>;
}

const noRest = { quantity: Number.NaN, commission: Number.NaN, slippage: Number.NaN };
const noCosts = { entryCommission: Number.NaN, exitCommission: Number.NaN, slippage: Number.NaN, borrow: Number.NaN };
const noPart = { entry: -1, exit: -1, quantity: Number.NaN, ...noCosts };
const noEntries: readonly PositionEntry[] = [];

/**
 * Matches fills first in, first out by symbol into round trips, one per pair of entry and exit order. Later fills of
 * the same pair are added to its trade, which keeps its place. Commissions and slippage are split by quantity on both
 * sides. A fill larger than the open position closes it, and opens the rest in the other direction. What a short position
 * paid for being borrowed is split by quantity over what was open then.
 */
export class TradeLedger {
  readonly #fills: FillRows;
  readonly #trades: TradeTable;
  readonly #books = new Map<string, Book>();
  #last: Book | undefined;
  #matched = 0;
  // Reused for every closing fill: new objects would cost more than the matching.
  readonly #rest: Remainder = { ...noRest };
  readonly #part: TradePart = { ...noPart };
  readonly #entries: readonly PositionEntry[];
  #charged = 0;

  readonly #keepsDust: boolean;

  /**
   * `entries`: what else moved cash, by time. Both lists may grow. `keepsDust`: whether quantities keep the dust in their
   * last bits, as those of sessions from before do.
   */
  constructor(fills: FillRows, entries = noEntries, keepsDust = false) {
    this.#fills = fills;
    this.#entries = entries;
    this.#keepsDust = keepsDust;
    this.#trades = new TradeTable(fills, keepsDust);
  }

  /** The trades of all fills so far. */
  get trades(): TradeTable {
    this.#catchUp();
    return this.#trades;
  }

  /** Returns the open lots: symbols in the order of their first fills, and the oldest lot first. */
  openLots(): OpenLot[] {
    this.#catchUp();
    return [...this.#books.values()].flatMap((book) => lotsOf(book, this.#fills));
  }

  #catchUp(): void {
    while (this.#matched < this.#fills.length) {
      if (this.#charged < this.#entries.length) this.#chargeUntil(this.#fills.time(this.#matched));
      this.#match(this.#matched++);
    }
    this.#chargeUntil(Number.POSITIVE_INFINITY);
  }

  // Entries come before the fills of their step.
  #chargeUntil(time: number): void {
    const entries = this.#entries;
    while (this.#charged < entries.length && (entries[this.#charged].time ?? 0) <= time) {
      const entry = entries[this.#charged++];
      const symbol = borrowerOf(entry);
      if (symbol !== undefined) charge(this.#bookOf(symbol), this.#fills, -entry.amount);
    }
  }

  #match(row: number): void {
    const fills = this.#fills;
    const book = this.#bookOf(fills.symbol(row));
    const rest = this.#rest;
    setWhole(rest, fills, row);
    if (book.head < book.rows.length && fills.side(book.rows[book.head]) !== fills.side(row))
      this.#close(book, row, rest);
    if (rest.quantity <= 0) return;
    openFill(book, row, rest);
    if (book.borrowed !== 0) book.borrowedBefore.set(row, book.borrowed);
  }

  #close(book: Book, row: number, rest: Remainder): void {
    const part = this.#part;
    part.exit = row;
    while (rest.quantity > 0 && book.head < book.rows.length) {
      part.entry = book.rows[book.head];
      takePart(part, this.#fills, book.rest, rest, this.#keepsDust);
      part.borrow = book.borrowed === 0 ? 0 : borrowOf(book, part);
      this.#enter(book, part);
      if (book.rest.quantity !== 0) continue;
      if (book.borrowed !== 0) book.borrowedBefore.delete(part.entry);
      dropOldest(book, this.#fills);
    }
  }

  #enter(book: Book, part: TradePart): void {
    const entryOrder = this.#fills.orderId(part.entry);
    const exitOrder = this.#fills.orderId(part.exit);
    const first = book.firstTrade.get(exitOrder);
    if (first === undefined) {
      book.firstTrade.set(exitOrder, this.#trades.add(part));
    } else if (this.#trades.entryOrderId(first) === entryOrder) {
      this.#trades.merge(first, part);
    } else {
      const further = furtherTradesOf(book, exitOrder);
      const place = further.get(entryOrder);
      if (place !== undefined) this.#trades.merge(place, part);
      else further.set(entryOrder, this.#trades.add(part));
    }
  }

  #bookOf(symbol: string): Book {
    if (this.#last !== undefined && this.#last.symbol === symbol) return this.#last;
    let book = this.#books.get(symbol);
    if (book === undefined) {
      book = {
        symbol,
        rows: [],
        head: 0,
        rest: { ...noRest },
        firstTrade: new Map(),
        furtherTrades: new Map(),
        borrowed: 0,
        borrowedBefore: new Map(),
      };
      this.#books.set(symbol, book);
    }
    this.#last = book;
    return book;
  }
}

function charge(book: Book, fills: FillRows, amount: number): void {
  let quantity = 0;
  for (let at = book.head; at < book.rows.length; at++)
    quantity += at === book.head ? book.rest.quantity : fills.quantity(book.rows[at]);
  if (quantity > 0) book.borrowed += amount / quantity;
}

function borrowOf({ borrowed, borrowedBefore }: Book, { entry, quantity }: TradePart): number {
  return (borrowed - (borrowedBefore.get(entry) ?? 0)) * quantity;
}

function furtherTradesOf(book: Book, exitOrder: string): Map<string, number> {
  let trades = book.furtherTrades.get(exitOrder);
  if (trades === undefined) {
    trades = new Map();
    book.furtherTrades.set(exitOrder, trades);
  }
  return trades;
}
