import { shareUnit, wholeQuantity, withDecimalsOf } from "../../core/lots";
import type { FillRows } from "../record/fill-rows";
import { borrowerOf, type PositionEntry, type ShareAction } from "../record/position-entries";
import {
  dropOldest,
  lotsOf,
  type OpenFills,
  type OpenLot,
  openFill,
  openQuantity,
  type Remainder,
  setWhole,
} from "./open-fills";
import { ShareRatios } from "./share-ratios";
import { type TradePart, takePart } from "./trade-part";
import { type ExitRows, TradeTable } from "./trade-table";
import { noKey, type OrderlessExit, TradedRows } from "./traded-rows";
import { UnitSums } from "./unit-sums";

/**
 * Which quantities of trades keep the dust in their last bits: all, those that splits leave, those of which a fraction of less
 * than a billionth was paid out, or none.
 */
export type KeptDust = "all" | "ofSplits" | "ofFractions" | "none";

/** How trades are told, which depends on the rules of a session. */
export interface TradeForm {
  readonly dust: KeptDust;
  /**
   * Whether a split ends trades also if nothing was held, and each exit without an order is a trade of its own, whatever
   * came before it.
   */
  readonly tellsApart: boolean;
  /**
   * Returns the lot size of a symbol: what is left of a lot is something from half of that on, and half a share where lots
   * are larger. Without it only sizes beside those of fills tell.
   */
  readonly lotSize?: (symbol: string) => number;
}

/** Takes each part of a trade as it is entered, with the place of its trade and the time of its exit. The part is used again. */
export type NotePart = (place: number, part: Readonly<TradePart>, exitTime: number) => void;

/** How the trades of lists of fills are told. */
export const newestForm: TradeForm = { dust: "none", tellsApart: true };

/** The open fills of one symbol, and the trades of its exit orders. */
interface Book extends OpenFills {
  readonly symbol: string;
  /** The smallest quantity that there can be; infinity if that is not known. */
  readonly unit: number;
  /** The trade from which on exit orders have theirs, by its index: those before the last split are over. */
  begins: number;
  /** The first trade of the exits without an order, -1 without one. */
  orderless: number;
  /** The other trades of an exit order that closed several entry orders, by entry order. */
  readonly furtherTrades: Map<number, Map<number, number>>;
  /** What was paid for being borrowed. */
  readonly borrowed: UnitSums;
  /** What was got as dividends, negative if it was paid. */
  readonly dividends: UnitSums;
}

const noRest = { quantity: Number.NaN, commission: Number.NaN, slippage: Number.NaN };
const noCosts = { entryCommission: Number.NaN, exitCommission: Number.NaN, slippage: Number.NaN, borrow: Number.NaN };
const noPrices = { quantity: Number.NaN, entryPrice: Number.NaN, exitPrice: Number.NaN };
const noPart = { entry: -1, exit: -1, ...noPrices, ...noCosts, dividends: Number.NaN };
const noEntries: readonly PositionEntry[] = [];
// What is left of a sum of shares of lots below this share of it is a rounding error.
const NOTHING = 1e-9;

/**
 * Matches fills first in, first out by symbol into round trips, one per pair of entry and exit order. Later fills of
 * the same pair are added to its trade, which keeps its place. Commissions and slippage are split by quantity on both
 * sides. A fill larger than the open position closes it, and opens the rest in the other direction. What a short position
 * paid for being borrowed, and dividends, are split by quantity over what was open then. Trades are in the shares of their
 * exit: a split rescales what is open. A fraction that it leaves out, and a delisting, close without an order, and each of them
 * is a trade of its own. What one order closes before and after a split are two trades.
 */
export class TradeLedger {
  readonly #fills: FillRows;
  readonly #trades: TradeTable;
  readonly #books = new Map<string, Book>();
  #last: Book | undefined;
  #matched = 0;
  // By the key of an exit order: the place of its first trade, counted from 1. A Map would cost as much as all the rest.
  #firstTrades = new Int32Array(64);
  // Reused for every closing fill: new objects would cost more than the matching.
  readonly #rest: Remainder = { ...noRest };
  readonly #part: TradePart = { ...noPart };
  readonly #entries: readonly PositionEntry[];
  #charged = 0;
  readonly #actions: readonly ShareAction[] | undefined;
  #acted = 0;
  // Absent without actions.
  readonly #traded: TradedRows | undefined;
  readonly #exits: ExitRows;

  readonly #keepsDust: boolean;
  readonly #keepsDustOfSplits: boolean;
  readonly #keepsFractions: boolean;
  readonly #form: TradeForm;
  readonly #note: NotePart | undefined;

  /** `entries`: what else moved cash, by time. `actions`: what happened to shares, by time. All lists may grow. */
  constructor(
    fills: FillRows,
    entries = noEntries,
    actions?: readonly ShareAction[],
    form: TradeForm = newestForm,
    note?: NotePart,
  ) {
    const { dust } = form;
    this.#note = note;
    const keepsDust = dust === "all";
    this.#form = form;
    this.#keepsDustOfSplits = keepsDust || dust === "ofSplits";
    this.#keepsFractions = dust !== "none";
    this.#fills = fills;
    this.#entries = entries;
    this.#actions = actions;
    this.#keepsDust = keepsDust;
    this.#traded = actions && new TradedRows(fills);
    this.#exits = this.#traded ?? fills;
    this.#trades = new TradeTable(fills, this.#exits, keepsDust);
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
      if (this.#charged < this.#entries.length || this.#actions !== undefined)
        this.#goOnTo(this.#fills.time(this.#matched));
      this.#match(this.#matched++);
    }
    this.#goOnTo(Number.POSITIVE_INFINITY);
  }

  // Entries and actions come before the fills of their step, and what is charged for the days before comes first.
  #goOnTo(time: number): void {
    const actions = this.#actions ?? [];
    for (; this.#acted < actions.length && actions[this.#acted].time <= time; this.#acted++) {
      this.#chargeUntil(actions[this.#acted].time);
      this.#act(actions[this.#acted]);
    }
    this.#chargeUntil(time);
  }

  #chargeUntil(time: number): void {
    const entries = this.#entries;
    while (this.#charged < entries.length && (entries[this.#charged].time ?? 0) <= time) {
      const entry = entries[this.#charged++];
      const symbol = borrowerOf(entry);
      if (symbol === undefined) continue;
      const book = this.#bookOf(symbol);
      book.borrowed.add(-entry.amount, openQuantity(book, this.#fills));
    }
  }

  #match(row: number): void {
    const fills = this.#fills;
    const book = this.#bookOf(fills.symbol(row));
    const rest = this.#rest;
    setWhole(rest, fills, row);
    if (book.head < book.rows.length && fills.side(book.rows[book.head]) !== fills.side(row))
      this.#close(book, row, rest, fills.price(row), fills.quantity(row));
    if (rest.quantity <= 0) return;
    openFill(book, row, rest);
    book.borrowed.open(row);
    book.dividends.open(row);
  }

  #act({ type, symbol, time, value, amount, quantityAfter }: ShareAction): void {
    const book = this.#bookOf(symbol);
    const open = openQuantity(book, this.#fills, this.#keepsDustOfSplits);
    if (type === "split" && (open !== 0 || this.#form.tellsApart)) this.#endTrades(book);
    if (open === 0) return;
    const sign = this.#fills.side(book.rows[book.head]) === "buy" ? 1 : -1;
    if (type === "dividend") book.dividends.add(amount ?? sign * open * value, open);
    else if (type === "delisting") this.#closeOrderless(book, open, { symbol, time, price: value, tag: "delisting" });
    else {
      this.#split(book, value);
      const keepsDust = this.#keepsDustOfSplits;
      const now = openQuantity(book, this.#fills, keepsDust);
      const after = quantityAfter === undefined ? now : Math.abs(quantityAfter);
      const paid = keepsDust ? now - after : withDecimalsOf(now - after, now, after);
      // A fraction is paid for with nothing where the price is 0.
      const isSure = amount !== undefined && amount !== 0 && !this.#keepsFractions;
      const isPaid = isSure ? paid > 0 : paid > NOTHING * now;
      if (!isPaid) return;
      // The sign of the position goes, that of a price below zero stays. Plus 0, because no price is -0.
      const price = (sign * (amount ?? 0)) / paid + 0;
      this.#closeOrderless(book, paid, { symbol, time, price, tag: "fraction" });
    }
  }

  #split(book: Book, ratio: number): void {
    book.ratios.split(ratio);
    book.borrowed.split(ratio);
    book.dividends.split(ratio);
    book.rest.quantity = wholeQuantity(book.rest.quantity * ratio);
  }

  #endTrades(book: Book): void {
    book.begins = this.#trades.length;
    book.furtherTrades.clear();
  }

  #closeOrderless(book: Book, quantity: number, exit: OrderlessExit): void {
    const row = (this.#traded as TradedRows).add(exit);
    if (this.#form.tellsApart) {
      book.orderless = -1;
      book.furtherTrades.delete(noKey);
    }
    this.#close(book, row, { quantity, commission: 0, slippage: 0 }, exit.price, quantity);
  }

  // `price` and `quantity` are those of the whole exit.
  #close(book: Book, row: number, rest: Remainder, price: number, quantity: number): void {
    const part = this.#part;
    part.exit = row;
    part.exitPrice = price;
    while (rest.quantity > 0 && book.head < book.rows.length) {
      const entry = book.rows[book.head];
      part.entry = entry;
      const ratio = book.ratios.of(entry);
      part.entryPrice = ratio === 1 ? this.#fills.price(entry) : this.#fills.price(entry) / ratio;
      const entered = this.#fills.quantity(entry) * ratio;
      takePart(part, entered, quantity, book.rest, rest, book.unit, this.#keepsDust);
      part.borrow = book.borrowed.of(entry, part.quantity);
      part.dividends = book.dividends.of(entry, part.quantity);
      const place = this.#enter(book, part);
      this.#note?.(place, part, this.#exits.time(row));
      if (book.rest.quantity !== 0) continue;
      book.borrowed.close(entry);
      book.dividends.close(entry);
      dropOldest(book, this.#fills);
    }
  }

  // Returns the place of its trade.
  #enter(book: Book, part: TradePart): number {
    const entryOrder = this.#fills.orderKey(part.entry);
    const exitOrder = this.#exits.orderKey(part.exit);
    const first = exitOrder === noKey ? book.orderless : this.#firstTradeOf(exitOrder);
    if (first < book.begins) {
      const place = this.#trades.add(part);
      if (exitOrder === noKey) book.orderless = place;
      else this.#firstTrades[exitOrder] = place + 1;
      return place;
    }
    const further = this.#trades.entryOrder(first) === entryOrder ? undefined : furtherTradesOf(book, exitOrder);
    const known = further === undefined ? first : further.get(entryOrder);
    if (known !== undefined) {
      this.#trades.merge(known, part);
      return known;
    }
    const place = this.#trades.add(part);
    further?.set(entryOrder, place);
    return place;
  }

  // -1 without one.
  #firstTradeOf(order: number): number {
    if (order >= this.#firstTrades.length) {
      const more = new Int32Array(2 * Math.max(order, this.#fills.length));
      more.set(this.#firstTrades);
      this.#firstTrades = more;
    }
    return this.#firstTrades[order] - 1;
  }

  #bookOf(symbol: string): Book {
    if (this.#last !== undefined && this.#last.symbol === symbol) return this.#last;
    let book = this.#books.get(symbol);
    if (book === undefined) {
      const { lotSize } = this.#form;
      book = {
        symbol,
        unit: lotSize === undefined ? Number.POSITIVE_INFINITY : shareUnit(lotSize(symbol)),
        rows: [],
        head: 0,
        rest: { ...noRest },
        begins: 0,
        orderless: -1,
        furtherTrades: new Map(),
        borrowed: new UnitSums(),
        dividends: new UnitSums(),
        ratios: new ShareRatios(),
      };
      this.#books.set(symbol, book);
    }
    this.#last = book;
    return book;
  }
}

function furtherTradesOf(book: Book, exitOrder: number): Map<number, number> {
  let trades = book.furtherTrades.get(exitOrder);
  if (trades === undefined) {
    trades = new Map();
    book.furtherTrades.set(exitOrder, trades);
  }
  return trades;
}
