import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import type { WorkingOrder } from "../orders/working-order";
import type { Portfolio } from "./portfolio";
import type { EngineTerms } from "./terms";

const none: readonly WorkingOrder[] = [];

/**
 * The portfolio with its working orders taken into account. Between `begin` and `end`, while a queue is settled, nothing
 * fills and no price changes. Then what many orders ask for is computed once, by the same additions in the same order.
 */
export class Commitments {
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #leverage: number;
  readonly #lotSizes: Float64Array;
  #isSettling = false;
  // `NaN` if it is not known yet.
  #equity = Number.NaN;
  // The buying power with the first `#counted` working orders, and what these leave to reduce of positions.
  #power = 0;
  #counted = -1;
  #removals = 0;
  readonly #reducible = new Map<number, number>();

  constructor(portfolio: Portfolio, broker: Broker, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#leverage = terms.leverage;
    this.#lotSizes = Float64Array.from(portfolio.symbols, (symbol) => terms.lotSize(symbol));
  }

  /** Begins a settlement: until it ends, nothing fills and no price changes. */
  begin(): void {
    this.#isSettling = true;
    this.#equity = Number.NaN;
    this.#counted = -1;
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

  /** Returns what will be held of a symbol once all its working orders are filled. */
  projected(symbolIndex: number): number {
    let sum = this.#portfolio.quantity[symbolIndex];
    for (let order = this.#broker.oldestOf(symbolIndex); order !== undefined; order = order.next)
      sum += order.signedRemaining;
    return withoutDust(sum, this.#lotSizes[symbolIndex], Math.abs(this.#portfolio.quantity[symbolIndex]));
  }

  /** Whether a symbol has a working order. */
  works(symbolIndex: number): boolean {
    return this.#broker.oldestOf(symbolIndex) !== undefined;
  }

  /** Returns the working orders of a symbol in one direction: 1 for purchases, -1 for sales. */
  working(symbolIndex: number, sign: number): readonly WorkingOrder[] {
    const oldest = this.#broker.oldestOf(symbolIndex);
    if (oldest === undefined) return none;
    const found: WorkingOrder[] = [];
    for (let order: WorkingOrder | undefined = oldest; order !== undefined; order = order.next)
      if (order.sign === sign) found.push(order);
    return found;
  }

  /** Returns a quantity of a symbol, less what some orders will take of it. */
  without(orders: readonly WorkingOrder[], symbolIndex: number, quantity: number): number {
    if (orders.length === 0) return quantity;
    const left = orders.reduce((sum, order) => sum - order.remaining, quantity);
    return withoutDust(left, this.#lotSizes[symbolIndex], quantity);
  }

  /**
   * Returns the buying power, currency: at the last closes, without costs, with what working orders will bring and
   * take.
   */
  buyingPower(): number {
    const { working, removals } = this.#broker;
    if (!this.#isSettling || this.#counted < 0 || this.#removals !== removals) {
      this.#power = this.#portfolio.headroom(this.#leverage, -1, 0);
      this.#counted = 0;
      this.#removals = removals;
      // Clearing a map makes a new table, even of an empty one.
      if (this.#reducible.size > 0) this.#reducible.clear();
    }
    for (; this.#counted < working.length; this.#counted++) this.#power += this.#brought(working[this.#counted]);
    return this.#power;
  }

  // A working order takes what it costs, and brings back twice what it reduces of a position.
  #brought({ symbolIndex, sign, remaining }: WorkingOrder): number {
    const { quantity, price } = this.#portfolio;
    const left = this.#reducible.get(symbolIndex) ?? Math.abs(quantity[symbolIndex]);
    const reduces = quantity[symbolIndex] * sign < 0 ? Math.min(remaining, left) : 0;
    if (reduces > 0) this.#reducible.set(symbolIndex, left - reduces);
    return (2 * reduces - remaining) * price[symbolIndex];
  }
}

/**
 * Whether an order takes any price and has met no bar yet. Replacing such an order would delay it again at every bar.
 */
export function isOnItsWay(order: WorkingOrder): boolean {
  return order.kind.anyPrice && !order.met;
}
