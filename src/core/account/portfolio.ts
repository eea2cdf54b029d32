import { roundToLots, shareUnit, wholeQuantity, withDecimalsOf, withoutDust } from "../lots";
import type { FillMarket } from "../market/liquidity/fill-market";
import type { Market } from "../market/market";
import { EntryQueue } from "./entry-queue";
import type { Position } from "./position";
import type { EngineTerms } from "./terms";

// A sum over fewer positions costs less than an estimate.
const FEW = 8;
// Far more than the rounding errors of a million additions.
const SLACK = 1e-9;

/**
 * Cash and positions of one session, by the symbol's index in the session. Cash is one running sum in the order of
 * events. A position is marked at its symbol's last close.
 */
export class Portfolio {
  readonly symbols: readonly string[];
  /** Units held by symbol; negative when short. */
  readonly quantity: Float64Array;
  /** Average entry price of what is held, by symbol, first in, first out as in trades; 0 if nothing is held. */
  readonly averagePrice: Float64Array;
  /** Last close by symbol, the market's own. */
  readonly price: Float64Array;
  /** Currency. */
  cash: number;
  // Indices of the symbols held, ascending, so that a sum over them does not depend on how they came to be held.
  readonly #held: number[] = [];
  readonly #indices: ReadonlyMap<string, number>;
  // A strategy asks several times for the symbol of its bar.
  #lastSymbol: string | undefined = undefined;
  #lastIndex = -1;
  readonly #lotSizes: Float64Array;
  readonly #market: Market;
  readonly #clearsDust: boolean;
  // 1 if sums are in whole lots again however small they are beside their parts, else 0.
  readonly #wide: number;
  // What the positions add to the headroom, up to rounding errors, and a bound of their gross value; known at the marks
  // of a step, for one leverage.
  #room = 0;
  #gross = 0;
  #estimatedAt = -1;
  #estimatedFor = 1;
  // Entries by symbol, only for positions entered more than once. What is left of a single entry has its price.
  readonly #entries: (EntryQueue | undefined)[];

  constructor(market: Market, terms: EngineTerms) {
    const { symbols } = market;
    this.#market = market;
    this.#clearsDust = terms.behavior.clearsDustOfSplits;
    this.#wide = terms.behavior.clearsDustOfDifferences ? 1 : 0;
    this.symbols = symbols;
    this.cash = terms.initialCapital;
    this.quantity = new Float64Array(symbols.length);
    this.averagePrice = new Float64Array(symbols.length);
    this.price = market.price;
    this.#indices = new Map(symbols.map((symbol, index) => [symbol, index]));
    this.#lotSizes = Float64Array.from(symbols, (symbol) => terms.lotSize(symbol));
    this.#entries = symbols.map(() => undefined);
  }

  /** Returns the index of a symbol, `undefined` when the session does not have it. */
  indexOf(symbol: string): number | undefined {
    return symbol === this.#lastSymbol ? this.#lastIndex : this.#find(symbol);
  }

  // Bars and weights mostly come in the order of the symbols.
  #find(symbol: string): number | undefined {
    const next = this.#lastIndex + 1 === this.symbols.length ? 0 : this.#lastIndex + 1;
    const index = this.symbols[next] === symbol ? next : this.#indices.get(symbol);
    if (index === undefined) return undefined;
    this.#lastSymbol = symbol;
    this.#lastIndex = index;
    return index;
  }

  /** Indices of the symbols held, ascending. */
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
    for (const index of this.#held) sum += Math.abs(this.quantity[index] * this.price[index]);
    return sum;
  }

  /** Cash and market value together, currency. */
  equity(): number {
    return this.cash + this.marketValue();
  }

  /**
   * Returns the gross market value that can still be added at `leverage` times equity: `leverage * equity - gross`,
   * with one symbol valued at `price` instead of its mark.
   */
  headroom(leverage: number, symbolIndex: number, price: number): number {
    let room = leverage * this.cash;
    for (const other of this.#held) {
      const value = this.quantity[other] * (other === symbolIndex ? price : this.price[other]);
      room += leverage * value - Math.abs(value);
    }
    return room;
  }

  /**
   * Whether `needed` is at most `headroom(leverage, symbolIndex, price)`. An estimate that is carried from fill to fill
   * decides, unless it is so close that the last bits of the sum matter.
   */
  hasRoom(needed: number, leverage: number, symbolIndex: number, price: number): boolean {
    if (this.#held.length > FEW) {
      if (this.#estimatedAt !== this.#market.marks || this.#estimatedFor !== leverage) this.#estimate(leverage);
      const quantity = this.quantity[symbolIndex];
      const marked = quantity === 0 ? 0 : quantity * this.price[symbolIndex];
      const value = quantity * price;
      const estimate = leverage * this.cash + this.#room - roomOf(marked, leverage) + roomOf(value, leverage);
      const size = Math.abs(leverage * this.cash) + (leverage + 1) * (this.#gross + Math.abs(value)) + Math.abs(needed);
      if (Math.abs(needed - estimate) > SLACK * size) return needed < estimate;
    }
    return needed <= this.headroom(leverage, symbolIndex, price);
  }

  /** Returns what a slippage model may ask of the market at the next bar of a symbol; `sign` is 1 for a purchase. */
  fillMarket(symbolIndex: number, sign: number): FillMarket {
    return this.#market.fillMarket(symbolIndex, sign);
  }

  /** Books one fill: `signed` units (negative for a sale) at `price`, and its commission. */
  book(symbolIndex: number, signed: number, price: number, commission: number): void {
    this.cash -= signed * price;
    this.cash -= commission;
    const before = this.quantity[symbolIndex];
    const widest = this.#wide * Math.max(Math.abs(before), Math.abs(signed));
    const after = withoutDust(before + signed, this.#lotSizes[symbolIndex], Math.abs(signed), widest);
    this.averagePrice[symbolIndex] = this.#averageAfter(symbolIndex, signed, price, after);
    this.quantity[symbolIndex] = after;
    if (this.#estimatedAt === this.#market.marks) this.#carry(symbolIndex, before, after);
    if (before === 0) this.#insert(symbolIndex);
    else if (after === 0) this.#remove(symbolIndex);
  }

  /** Books a change of cash that is not a fill, currency. */
  bookCash(amount: number): void {
    this.cash += amount;
  }

  /**
   * Turns each unit of a symbol into `ratio` units, at an average price by as much lower. What is left of a whole share, or
   * of a lot if that is smaller, is no longer held. Returns how much that is, units, negative when short.
   */
  split(symbolIndex: number, ratio: number): number {
    this.#estimatedAt = -1;
    const before = this.quantity[symbolIndex];
    if (before === 0) return 0;
    const unit = shareUnit(this.#lotSizes[symbolIndex]);
    const all = withoutDust(this.#clearsDust ? wholeQuantity(before * ratio) : before * ratio, unit);
    const whole = Math.sign(all) * roundToLots(Math.abs(all), unit) + 0;
    const left = this.#clearsDust ? withDecimalsOf(all - whole, all, whole) : all - whole;
    const fraction = withoutDust(left, unit);
    this.#entries[symbolIndex]?.split(ratio);
    this.averagePrice[symbolIndex] /= ratio;
    this.#leave(symbolIndex, whole, Math.abs(fraction));
    return fraction;
  }

  /** Takes a position out, whatever it is worth, and returns its quantity. */
  takeOut(symbolIndex: number): number {
    this.#estimatedAt = -1;
    const quantity = this.quantity[symbolIndex];
    if (quantity !== 0) this.#leave(symbolIndex, 0, 0);
    return quantity;
  }

  /** Returns the position in a symbol; its quantity is 0 if nothing is held. */
  position(symbolIndex: number): Position {
    const quantity = this.quantity[symbolIndex];
    const averagePrice = this.averagePrice[symbolIndex];
    const price = this.price[symbolIndex];
    return {
      symbol: this.symbols[symbolIndex],
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
    return this.#held.map((index) => this.position(index));
  }

  // Leaves so much of a position, after `taken` units of its oldest entries are gone.
  #leave(symbolIndex: number, quantity: number, taken: number): void {
    this.quantity[symbolIndex] = quantity;
    if (quantity === 0) {
      this.#entries[symbolIndex] = undefined;
      this.averagePrice[symbolIndex] = 0;
      this.#remove(symbolIndex);
    } else if (taken > 0) this.averagePrice[symbolIndex] = this.#averageOfRest(symbolIndex, taken);
  }

  #averageAfter(symbolIndex: number, signed: number, price: number, after: number): number {
    const before = this.quantity[symbolIndex];
    if (after === 0 || before === 0 || before > 0 !== after > 0) {
      if (this.#entries[symbolIndex] !== undefined) this.#entries[symbolIndex] = undefined;
      return after === 0 ? 0 : price;
    }
    if (before > 0 !== signed > 0) return this.#averageOfRest(symbolIndex, Math.abs(signed));
    const entries = this.#entries[symbolIndex] ?? this.#firstEntry(symbolIndex, Math.abs(before));
    entries.add(Math.abs(signed), price);
    return entries.average;
  }

  #averageOfRest(symbolIndex: number, taken: number): number {
    const entries = this.#entries[symbolIndex];
    entries?.take(taken);
    return entries?.average ?? this.averagePrice[symbolIndex];
  }

  #firstEntry(symbolIndex: number, quantity: number): EntryQueue {
    const entries = new EntryQueue();
    entries.add(quantity, this.averagePrice[symbolIndex]);
    this.#entries[symbolIndex] = entries;
    return entries;
  }

  #estimate(leverage: number): void {
    this.#estimatedAt = this.#market.marks;
    this.#estimatedFor = leverage;
    this.#room = 0;
    this.#gross = 0;
    for (const index of this.#held) this.#carry(index, 0, this.quantity[index]);
  }

  #carry(symbolIndex: number, before: number, after: number): void {
    const price = this.price[symbolIndex];
    const leverage = this.#estimatedFor;
    const value = after * price;
    this.#room += roomOf(value, leverage) - roomOf(before * price, leverage);
    // Never less, so that it bounds every rounding error.
    this.#gross += Math.abs(value);
  }

  #insert(symbolIndex: number): void {
    const held = this.#held;
    held.push(symbolIndex);
    for (let at = held.length - 1; at > 0 && held[at - 1] > symbolIndex; at--) {
      held[at] = held[at - 1];
      held[at - 1] = symbolIndex;
    }
  }

  #remove(symbolIndex: number): void {
    const held = this.#held;
    for (let at = held.indexOf(symbolIndex); at < held.length - 1; at++) held[at] = held[at + 1];
    held.pop();
  }
}

// What a position of a market value adds to the headroom.
function roomOf(value: number, leverage: number): number {
  return leverage * value - Math.abs(value);
}
