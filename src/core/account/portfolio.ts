import { withoutDust } from "../lots";
import type { Market } from "../market/market";
import { EntryQueue } from "./entry-queue";
import type { Position } from "./position";

/**
 * Cash and positions of one session, by the symbol's place in the session's symbols. Cash is one running sum in the
 * order of events; a position is marked at its symbol's last close.
 */
export class Portfolio {
  readonly symbols: readonly string[];
  /** Units held by symbol; negative when short. */
  readonly quantity: Float64Array;
  /** Average entry price of what is held, by symbol, first in, first out as in trades; 0 when nothing is. */
  readonly averagePrice: Float64Array;
  /** Last close by symbol, the market's own. */
  readonly price: Float64Array;
  /** Currency. */
  cash: number;
  // Places of the symbols held, ascending: the sum over them is the same however they came to be held.
  readonly #held: number[] = [];
  readonly #lotSizes: Float64Array;
  // Of positions entered more than once, by place: where there was one entry, all that is left of it has its price.
  readonly #entries: (EntryQueue | undefined)[];

  constructor(market: Market, initialCapital: number, lotSize: (symbol: string) => number) {
    const { symbols } = market;
    this.symbols = symbols;
    this.cash = initialCapital;
    this.quantity = new Float64Array(symbols.length);
    this.averagePrice = new Float64Array(symbols.length);
    this.price = market.price;
    this.#lotSizes = Float64Array.from(symbols, lotSize);
    this.#entries = symbols.map(() => undefined);
  }

  /** Places of the symbols held, ascending. */
  get held(): readonly number[] {
    return this.#held;
  }

  /** Net market value of all positions, currency. */
  marketValue(): number {
    const held = this.#held;
    let sum = 0;
    for (let at = 0; at < held.length; at++) sum += this.quantity[held[at]] * this.price[held[at]];
    return sum;
  }

  /** Sum of the absolute market values, currency. */
  grossValue(): number {
    let sum = 0;
    for (const place of this.#held) sum += Math.abs(this.quantity[place] * this.price[place]);
    return sum;
  }

  /** Cash and market value together, currency. */
  equity(): number {
    return this.cash + this.marketValue();
  }

  /**
   * Gross market value that may still be added at `leverage` times equity: `leverage * equity - gross`, with one symbol
   * valued at `price` instead of its mark.
   */
  headroom(leverage: number, place: number, price: number): number {
    let room = leverage * this.cash;
    for (const other of this.#held) {
      const value = this.quantity[other] * (other === place ? price : this.price[other]);
      room += leverage * value - Math.abs(value);
    }
    return room;
  }

  /** Books one fill: `signed` units (negative for a sale) at `price`, and its commission. */
  book(place: number, signed: number, price: number, commission: number): void {
    this.cash -= signed * price;
    this.cash -= commission;
    const before = this.quantity[place];
    const after = withoutDust(before + signed, this.#lotSizes[place]);
    this.averagePrice[place] = this.#averageAfter(place, signed, price, after);
    this.quantity[place] = after;
    if (before === 0) this.#insert(place);
    else if (after === 0) this.#remove(place);
  }

  /** Returns what is held of the symbol at `place`; its quantity is 0 when nothing is. */
  position(place: number): Position {
    const quantity = this.quantity[place];
    const averagePrice = this.averagePrice[place];
    const price = this.price[place];
    return {
      symbol: this.symbols[place],
      quantity,
      averagePrice,
      price,
      marketValue: quantity === 0 ? 0 : quantity * price,
      // Plus 0, so that a short position without profit does not show -0.
      unrealizedPnl: quantity === 0 ? 0 : quantity * (price - averagePrice) + 0,
    };
  }

  /** Returns the positions held, in the order of the symbols. */
  positions(): Position[] {
    return this.#held.map((place) => this.position(place));
  }

  #averageAfter(place: number, signed: number, price: number, after: number): number {
    const before = this.quantity[place];
    if (after === 0 || before === 0 || before > 0 !== after > 0) {
      if (this.#entries[place] !== undefined) this.#entries[place] = undefined;
      return after === 0 ? 0 : price;
    }
    if (before > 0 !== signed > 0) return this.#averageOfRest(place, Math.abs(signed));
    const entries = this.#entries[place] ?? this.#firstEntry(place, Math.abs(before));
    entries.add(Math.abs(signed), price);
    return entries.average;
  }

  #averageOfRest(place: number, taken: number): number {
    const entries = this.#entries[place];
    entries?.take(taken);
    return entries?.average ?? this.averagePrice[place];
  }

  #firstEntry(place: number, quantity: number): EntryQueue {
    const entries = new EntryQueue();
    entries.add(quantity, this.averagePrice[place]);
    this.#entries[place] = entries;
    return entries;
  }

  #insert(place: number): void {
    const held = this.#held;
    held.push(place);
    for (let at = held.length - 1; at > 0 && held[at - 1] > place; at--) {
      held[at] = held[at - 1];
      held[at - 1] = place;
    }
  }

  #remove(place: number): void {
    const held = this.#held;
    for (let at = held.indexOf(place); at < held.length - 1; at++) held[at] = held[at + 1];
    held.pop();
  }
}
