import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import type { WorkingOrder } from "../orders/working-order";
import type { Portfolio } from "./portfolio";
import type { EngineTerms } from "./terms";

const none: readonly WorkingOrder[] = [];

/** The portfolio with its working orders taken into account. */
export class Commitments {
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #terms: EngineTerms;

  constructor(portfolio: Portfolio, broker: Broker, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#terms = terms;
  }

  /** Returns what will be held of a symbol once all its working orders are filled. */
  projected(symbolIndex: number): number {
    let sum = this.#portfolio.quantity[symbolIndex];
    for (const order of this.#broker.working) if (order.symbolIndex === symbolIndex) sum += order.signedRemaining;
    return withoutDust(sum, this.#lotSize(symbolIndex));
  }

  /** Whether a symbol has a working order. */
  works(symbolIndex: number): boolean {
    for (const order of this.#broker.working) if (order.symbolIndex === symbolIndex) return true;
    return false;
  }

  /** Returns the working orders of a symbol in one direction: 1 for purchases, -1 for sales. */
  working(symbolIndex: number, sign: number): readonly WorkingOrder[] {
    const { working } = this.#broker;
    if (working.length === 0) return none;
    return working.filter((order) => order.symbolIndex === symbolIndex && order.sign === sign);
  }

  /** Returns a quantity of a symbol, less what some orders will take of it. */
  without(orders: readonly WorkingOrder[], symbolIndex: number, quantity: number): number {
    if (orders.length === 0) return quantity;
    const left = orders.reduce((sum, order) => sum - order.remaining, quantity);
    return withoutDust(left, this.#lotSize(symbolIndex));
  }

  /**
   * Returns the buying power, currency: at the last closes, without costs, with what working orders will bring and
   * take.
   */
  buyingPower(): number {
    const { quantity, price } = this.#portfolio;
    let power = this.#portfolio.headroom(this.#terms.leverage, -1, 0);
    if (this.#broker.working.length === 0) return power;
    const reducible = new Map<number, number>();
    for (const order of this.#broker.working) {
      const { symbolIndex, sign } = order;
      const left = reducible.get(symbolIndex) ?? Math.abs(quantity[symbolIndex]);
      const reduces = quantity[symbolIndex] * sign < 0 ? Math.min(order.remaining, left) : 0;
      if (reduces > 0) reducible.set(symbolIndex, left - reduces);
      power += (2 * reduces - order.remaining) * price[symbolIndex];
    }
    return power;
  }

  #lotSize(symbolIndex: number): number {
    return this.#terms.lotSize(this.#portfolio.symbols[symbolIndex]);
  }
}

/**
 * Whether an order takes any price and has met no bar yet. Replacing such an order would delay it again at every bar.
 */
export function isOnItsWay(order: WorkingOrder): boolean {
  return order.kind.anyPrice && !order.met;
}
