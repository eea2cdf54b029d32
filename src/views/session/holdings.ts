import type { SessionEvent } from "../../core/journal/events";
import type { Order } from "../../core/orders/order";

/** An accepted order that has not ended. */
interface Working {
  readonly order: Order;
  /** Units that are not filled. */
  left: number;
}

/** What a session holds, and which of its orders work, as its events come. */
export class Holdings {
  readonly #held = new Map<string, number>();
  readonly #working = new Map<string, Map<string, Working>>();
  // Symbols that are held, or have a working order.
  readonly #busy = new Set<string>();

  /** Takes one event; they come in their order. */
  take(event: SessionEvent): void {
    if (event.kind === "fill") {
      const { symbol, side, quantity, orderId } = event.fill;
      const works = this.#working.get(symbol);
      const own = works?.get(orderId);
      if (own !== undefined) own.left -= quantity;
      if (own !== undefined && own.left <= own.order.quantity * ROUNDING) works?.delete(orderId);
      this.#hold(symbol, this.held(symbol) + (side === "buy" ? quantity : -quantity));
    } else if (event.kind === "corporateAction") {
      this.#hold(event.action.symbol, event.action.quantityAfter);
    } else if (event.kind === "orderAccepted") {
      const { order } = event;
      const works = this.#working.get(order.symbol) ?? new Map<string, Working>();
      this.#working.set(order.symbol, works.set(order.id, { order, left: order.quantity }));
      this.#busy.add(order.symbol);
    } else if (endings.has(event.kind) && "order" in event) {
      this.#working.get(event.order.symbol)?.delete(event.order.id);
      this.#hold(event.order.symbol, this.held(event.order.symbol));
    }
  }

  /** Returns how many units of a symbol are held, negative if short. */
  held(symbol: string): number {
    return this.#held.get(symbol) ?? 0;
  }

  /** Whether other symbols are held or asked for, and this one is not held. */
  isContended(symbol: string): boolean {
    return this.held(symbol) === 0 && this.#busy.size > (this.#busy.has(symbol) ? 1 : 0);
  }

  /** Whether an order would have closed some of its position that no working order closes at once, or at the same price. */
  isMissedExit(order: Order): boolean {
    const held = this.held(order.symbol);
    if (held * (order.side === "buy" ? 1 : -1) >= 0) return false;
    let covered = 0;
    for (const { order: other, left } of this.#working.get(order.symbol)?.values() ?? [])
      if (other.side === order.side && (atOnce.has(other.type) || isAlike(other, order))) covered += left;
    return covered < Math.min(order.quantity, Math.abs(held));
  }

  #hold(symbol: string, quantity: number): void {
    this.#held.set(symbol, quantity);
    const works = (this.#working.get(symbol)?.size ?? 0) > 0;
    if (works || quantity !== 0) this.#busy.add(symbol);
    else this.#busy.delete(symbol);
  }
}

const atOnce: ReadonlySet<Order["type"]> = new Set(["market", "marketOnOpen", "marketOnClose"]);

// What sums of parts leave of the whole.
const ROUNDING = 1e-9;
const prices = ["limitPrice", "stopPrice", "trailFraction", "trailAmount"] as const satisfies readonly (keyof Order)[];
const endings: ReadonlySet<SessionEvent["kind"]> = new Set(["orderCanceled", "orderExpired", "orderRejected"]);

function isAlike(one: Order, other: Order): boolean {
  return one.type === other.type && prices.every((price) => one[price] === other[price]);
}
