import type { Portfolio } from "../../account/portfolio";
import type { Broker } from "../../orders/broker";
import type { WorkingOrder } from "../../orders/working-order";

/**
 * What the positions can come to by working orders, at the last closes: market orders that reduce a position count as
 * filled, and so do the others of one direction at a time. It is brought up to date when it is asked for: an order that
 * was added costs the same however many there are.
 */
export class Exposures {
  /** Sum of the largest absolute market values that each symbol can come to, currency. */
  gross = 0;
  /** Market value if all purchases fill and no sales do, currency. */
  most = 0;
  /** Market value if all sales fill and no purchases do, currency. */
  least = 0;
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  // By symbol: units held once reducing market orders are filled, and units of the other purchases and sales.
  readonly #base: Float64Array;
  readonly #bought: Float64Array;
  readonly #sold: Float64Array;
  // The symbols whose numbers are not all 0.
  readonly #touched: number[] = [];
  readonly #isTouched: Uint8Array;
  // What it was made of: the step, the number of working orders, the newest of them, and how often the others were
  // changed.
  #step = -1;
  #count = 0;
  #newest = -1;
  #changes = 0;
  readonly #seesChangedOrders: boolean;

  /** `seesChangedOrders`: as in `Behavior`. */
  constructor(portfolio: Portfolio, broker: Broker, seesChangedOrders: boolean) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#seesChangedOrders = seesChangedOrders;
    const { length } = portfolio.symbols;
    this.#base = new Float64Array(length);
    this.#bought = new Float64Array(length);
    this.#sold = new Float64Array(length);
    this.#isTouched = new Uint8Array(length);
  }

  /** Brings it up to date in a step. */
  now(step: number): this {
    const { book } = this.#broker;
    const { count } = book;
    const newest = book.newest?.row ?? -1;
    const changes = this.#seesChangedOrders ? book.removals : 0;
    const isSame = step === this.#step && changes === this.#changes;
    if (isSame && count === this.#count && newest === this.#newest) return this;
    const before = book.count > 1 ? (book.newest?.before.row ?? -1) : -1;
    const isOneMore = isSame && count === this.#count + 1 && before === this.#newest;
    if (isOneMore) this.#add(book.newest as WorkingOrder);
    else this.#sumUp();
    this.#step = step;
    this.#count = count;
    this.#newest = newest;
    this.#changes = changes;
    return this;
  }

  /** Returns the units of a symbol after `signed` more, and the working orders of the same direction. */
  quantityAfter(index: number, signed: number): number {
    return this.#base[index] + signed + (signed > 0 ? this.#bought[index] : -this.#sold[index]);
  }

  /** Returns `gross` after `signed` more units of a symbol, currency. */
  grossAfter(index: number, signed: number): number {
    const high = this.#base[index] + this.#bought[index];
    const low = this.#base[index] - this.#sold[index];
    const before = Math.max(high, -low);
    const after = signed > 0 ? Math.max(high + signed, -low) : Math.max(high, -low - signed);
    return this.gross + (after - before) * Math.abs(this.#portfolio.price[index]);
  }

  /** Returns `most` after a purchase, and `least` after a sale, currency. */
  netAfter(index: number, signed: number): number {
    return (signed > 0 ? this.most : this.least) + signed * this.#portfolio.price[index];
  }

  #sumUp(): void {
    const { held, quantity, price } = this.#portfolio;
    this.#clear();
    for (const index of held) {
      this.#touch(index);
      this.#base[index] = quantity[index];
      const value = quantity[index] * price[index];
      this.gross += Math.abs(value);
      this.most += value;
      this.least += value;
    }
    for (let order = this.#broker.book.oldest; order !== undefined; order = order.after) this.#add(order);
  }

  #clear(): void {
    for (const index of this.#touched) {
      this.#base[index] = 0;
      this.#bought[index] = 0;
      this.#sold[index] = 0;
      this.#isTouched[index] = 0;
    }
    while (this.#touched.length > 0) this.#touched.pop();
    this.gross = 0;
    this.most = 0;
    this.least = 0;
  }

  #touch(index: number): void {
    if (this.#isTouched[index] !== 0) return;
    this.#isTouched[index] = 1;
    this.#touched.push(index);
  }

  #add({ symbolIndex: index, sign, remaining, kind, isExit }: WorkingOrder): void {
    // It never opens a position, and of those that cover the same units only one fills.
    if (isExit) return;
    const price = this.#portfolio.price[index];
    const held = this.#base[index];
    // Of what reduces, a limit or stop order brings nothing yet.
    const done = kind.anyPrice && held * sign < 0 ? Math.min(remaining, Math.abs(held)) : 0;
    this.#touch(index);
    const high = held + this.#bought[index];
    const low = held - this.#sold[index];
    this.#base[index] = held + sign * done;
    if (sign > 0) this.#bought[index] += remaining - done;
    else this.#sold[index] += remaining - done;
    const newHigh = this.#base[index] + this.#bought[index];
    const newLow = this.#base[index] - this.#sold[index];
    this.gross += (Math.max(newHigh, -newLow) - Math.max(high, -low)) * Math.abs(price);
    this.most += (newHigh - high) * price;
    this.least += (newLow - low) * price;
  }
}
