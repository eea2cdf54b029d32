import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import type { OrderBook, Summed } from "../orders/order-book";
import type { WorkingOrder } from "../orders/working-order";
import type { Portfolio } from "./portfolio";
import type { EngineTerms } from "./terms";

/**
 * The portfolio with its working orders taken into account. Between `begin` and `end`, while a queue is settled, nothing
 * fills and no price changes. Then what many orders ask for is computed once, by the same additions in the same order.
 */
export class Commitments {
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #terms: EngineTerms;
  readonly #lotSizes: Float64Array;
  // 1 if sums are in whole lots again however small they are beside their parts, else 0.
  readonly #wide: number;
  #isSettling = false;
  // `NaN` if it is not known yet.
  #equity = Number.NaN;
  // The buying power with the working orders up to `#counted`, and what these leave to reduce of positions.
  #power = Number.NaN;
  #counted: WorkingOrder | undefined = undefined;
  #removals = 0;
  // Looks at symbols since the settlement began that took the place of a sum over all orders.
  #looks = 0;
  readonly #reducible = new Map<number, number>();

  constructor(portfolio: Portfolio, broker: Broker, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#terms = terms;
    this.#wide = terms.behavior.clearsDustOfDifferences ? 1 : 0;
    this.#lotSizes = Float64Array.from(portfolio.symbols, (symbol) => terms.lotSize(symbol));
  }

  /** Begins a settlement: until it ends, nothing fills and no price changes. */
  begin(): void {
    this.#isSettling = true;
    this.#equity = Number.NaN;
    this.#power = Number.NaN;
    this.#looks = 0;
  }

  /** Ends the settlement. */
  end(): void {
    this.#isSettling = false;
  }

  /** Returns the equity, currency. */
  equity(): number {
    if (!this.#isSettling) return this.#portfolio.equity();
    if (Number.isNaN(this.#equity)) this.#equity = this.#portfolio.equity();
    return this.#equity;
  }

  /**
   * Returns what will be held of a symbol once its working orders are filled that are no exits, nor wait for a price to reduce it or
   * to turn it.
   */
  projected(symbolIndex: number): number {
    const held = this.#portfolio.quantity[symbolIndex];
    const lotSize = this.#lotSizes[symbolIndex];
    const { book } = this.#broker;
    // Whole numbers have the same sum in whatever order they are added.
    if (Number.isInteger(lotSize) && !book.isGrouped(symbolIndex)) {
      const bought = this.#taken(symbolIndex, 1);
      const sum = held + bought - this.#taken(symbolIndex, -1);
      if (Number.isInteger(sum) && Math.abs(sum) + bought < EXACT) return sum;
    }
    let sum = held;
    let size = Math.abs(held);
    for (let order = book.oldestOf(symbolIndex); order !== undefined; order = order.next) {
      if (order.isExit || order.group !== undefined || (held * order.sign < 0 && book.isWaiting(order))) continue;
      sum += order.signedRemaining;
      size += order.remaining;
    }
    return withoutDust(sum, lotSize, Math.abs(held), this.#wide * size);
  }

  // Units that orders in a direction are taken to fill: those that wait for a price only if they do not reduce.
  #taken(symbolIndex: number, sign: number): number {
    const { book } = this.#broker;
    const sure = book.sum(symbolIndex, sign, "none");
    return this.#portfolio.quantity[symbolIndex] * sign < 0 ? sure : sure + book.sum(symbolIndex, sign, "waiting");
  }

  /** Whether a symbol has a working order. */
  works(symbolIndex: number): boolean {
    return this.#broker.book.oldestOf(symbolIndex) !== undefined;
  }

  /** Returns the units of a position that orders in one direction can reduce: 0 if they do not reduce it. */
  reducible(symbolIndex: number, sign: number): number {
    const held = this.#portfolio.quantity[symbolIndex];
    return held * sign < 0 ? Math.abs(held) : 0;
  }

  /**
   * Returns `quantity` units less what working orders of a symbol and direction will take of it, at least 0. `"closing"`: the
   * orders that are taken to close a position when another one is to do it, which are those that are no exits. Under older
   * rules only those that have met no bar yet; the others were replaced.
   */
  left(quantity: number, symbolIndex: number, sign: number, kind: Summed | "closing"): number {
    const { book } = this.#broker;
    const summed = kind === "closing" ? "none" : kind;
    const isOlder = kind === "closing" && !this.#terms.behavior.exitsAreReduceOnly;
    const taken = isOlder ? book.sumOnItsWay(symbolIndex, sign) : book.sum(symbolIndex, sign, summed);
    if (taken === 0) return quantity;
    const widest = this.#wide * Math.max(quantity, taken);
    return Math.max(0, withoutDust(quantity - taken, this.#lotSizes[symbolIndex], quantity, widest));
  }

  /**
   * Returns the units that stay in a position if orders in a direction that reduce it give way to a target, which are to be
   * `quantity` units smaller in all, the newest first. Only those at any price count: they are taken to fill. `give`:
   * whether an order gives way.
   */
  takenBack(symbolIndex: number, sign: number, quantity: number, give: (order: WorkingOrder) => boolean): number {
    const reducible = this.reducible(symbolIndex, sign);
    const { book } = this.#broker;
    const oldest = book.oldestOf(symbolIndex);
    if (reducible === 0 || oldest === undefined) return 0;
    let left = quantity;
    let sure = 0;
    let given = 0;
    let order = book.newestOf(symbolIndex);
    for (let older: WorkingOrder | undefined; order !== undefined; order = older) {
      older = order === oldest ? undefined : order.previous;
      if (order.sign !== sign || order.isExit) continue;
      const by = give(order) ? Math.min(left, order.remaining) : 0;
      left -= by;
      if (!order.kind.anyPrice) continue;
      sure += order.remaining;
      given += by;
    }
    const stays = Math.min(sure, reducible) - Math.min(sure - given, reducible);
    return withoutDust(stays, this.#lotSizes[symbolIndex], reducible, this.#wide * Math.max(sure, reducible));
  }

  /**
   * Returns the buying power, currency: at the last closes, without costs, with what working orders will bring and
   * take.
   */
  buyingPower(): number {
    const { book } = this.#broker;
    if (!this.#isSettling || Number.isNaN(this.#power) || this.#removals !== book.removals) {
      this.#power = this.#portfolio.headroom(this.#terms.leverage, -1, 0);
      this.#counted = undefined;
      this.#removals = book.removals;
      // Clearing a map makes a new table, even of an empty one.
      if (this.#reducible.size > 0) this.#reducible.clear();
    }
    let next = this.#counted === undefined ? book.oldest : this.#counted.after;
    for (; next !== undefined; next = next.after) {
      this.#power += this.#brought(next);
      this.#counted = next;
    }
    return this.#power;
  }

  /**
   * Whether the buying power is surely more than `needed`, as when nothing were reduced: found without looking at each of
   * many orders where a change of one has made the sum unknown.
   */
  surelyHas(needed: number): boolean {
    const { book } = this.#broker;
    if (book.count < MANY) return false;
    const { price } = this.#portfolio;
    if (this.#isSettling && this.#removals === book.removals) {
      // Many looks cost more than the sum, which is known after that.
      if (!Number.isNaN(this.#power) || this.#looks > book.count) return false;
      this.#looks += price.length;
    }
    let power = this.#portfolio.headroom(this.#terms.leverage, -1, 0);
    let size = Math.abs(power) + Math.abs(needed);
    for (let index = 0; index < price.length; index++) {
      const units = unitsOf(book, index, 1) + unitsOf(book, index, -1);
      if (units === 0) continue;
      power -= units * Math.abs(price[index]);
      size += units * Math.abs(price[index]);
    }
    return needed < power - SLACK * size;
  }

  // A working order takes what it costs, and brings back twice what it reduces of a position. An exit, and what a limit or
  // stop order reduces, brings nothing yet.
  #brought({ symbolIndex, sign, remaining, kind, isExit }: WorkingOrder): number {
    if (isExit) return 0;
    const { quantity, price } = this.#portfolio;
    const left = this.#reducible.get(symbolIndex) ?? Math.abs(quantity[symbolIndex]);
    const reduces = quantity[symbolIndex] * sign < 0 ? Math.min(remaining, left) : 0;
    if (this.#terms.behavior.exitsAreReduceOnly && !kind.anyPrice)
      return (reduces - remaining) * Math.abs(price[symbolIndex]);
    if (reduces > 0) this.#reducible.set(symbolIndex, left - reduces);
    return (2 * reduces - remaining) * Math.abs(price[symbolIndex]);
  }
}

// Of orders that are no exits.
function unitsOf(book: OrderBook, symbolIndex: number, sign: number): number {
  return book.sum(symbolIndex, sign, "none") + book.sum(symbolIndex, sign, "waiting");
}

// Fewer orders are summed up as quickly.
const MANY = 100;
// Whole numbers up to here have exact sums.
const EXACT = 2 ** 52;
// Far more than the rounding errors of a million additions.
const SLACK = 1e-9;
