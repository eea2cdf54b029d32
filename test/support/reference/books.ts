import {
  exitKind,
  type ReferenceBar,
  ReferenceOrder,
  type ReferenceRole,
  type ReferenceTerms,
  type Wanted,
} from "./order";

/** The state of the reference broker: cash, the position, all orders, and what changes them. */
export class ReferenceBooks {
  readonly terms: ReferenceTerms;
  readonly orders = new Map<number, ReferenceOrder>();
  /** Changes that were denied: `3 ORDER_ENDED`. */
  readonly deniedChanges: string[] = [];
  cash: number;
  held = 0;
  close = Number.NaN;
  /** The number of the bar. */
  now = -1;
  bar: ReferenceBar = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  nextNumber = 1;
  nextPlace = 0;

  constructor(terms: ReferenceTerms) {
    this.terms = terms;
    this.cash = terms.capital;
  }

  /** The working orders, the oldest first. */
  working(): ReferenceOrder[] {
    return [...this.orders.values()].filter(({ isOpen }) => isOpen).sort((one, other) => one.place - other.place);
  }

  equity(): number {
    return this.cash + (this.held === 0 ? 0 : this.held * this.close);
  }

  /** Units that an order in a direction can take off the position. */
  reducible(sign: number): number {
    return this.held * sign < 0 ? Math.abs(this.held) : 0;
  }

  /** Units that working orders in a direction have still to fill. */
  sum(sign: number, counts: (order: ReferenceOrder) => boolean): number {
    const counted = this.working().filter((order) => order.sign === sign && counts(order));
    return counted.reduce((sum, { remaining }) => sum + remaining, 0);
  }

  accept(wanted: Wanted, number: number, role: ReferenceRole): ReferenceOrder {
    const { now, close, terms } = this;
    const order = new ReferenceOrder(number, this.nextPlace++, wanted, role, now, close, terms.latencyBars);
    this.orders.set(number, order);
    return order;
  }

  deny(wanted: Wanted, number: number, reason: string): void {
    this.end(this.accept(wanted, number, { isExit: false, reducing: 0 }), "denied", reason);
  }

  end(order: ReferenceOrder, status: string, reason: string): void {
    order.isOpen = false;
    order.status = status;
    order.reason = reason;
  }

  /** Makes an order smaller, and cancels it if nothing is left. */
  shrink(order: ReferenceOrder, by: number, reason: string, reducing?: number): void {
    order.remaining -= by;
    if (order.remaining === 0) {
      this.end(order, "canceled", reason);
      return;
    }
    order.quantity -= by;
    order.reducing = reducing ?? Math.min(order.reducing, order.remaining);
  }

  /** Cuts what was to reduce more than is held: the exits of each kind together, the oldest first, and each other order. */
  cut(): void {
    for (const sign of [1, -1]) {
      const most = this.reducible(sign);
      for (const kind of ["limit", "stop"] as const) {
        const isOfKind = (order: ReferenceOrder) => order.isExit && exitKind(order.type) === kind;
        let excess = this.sum(sign, isOfKind) - most;
        for (const exit of this.working().filter((order) => order.sign === sign && isOfKind(order))) {
          const by = Math.min(excess, exit.remaining);
          if (by > 0) this.shrink(exit, by, "POSITION_REDUCED");
          excess -= Math.max(0, by);
        }
      }
      for (const order of this.working())
        if (order.sign === sign && !order.isExit && order.reducing > most)
          this.shrink(order, most === 0 ? order.remaining : order.reducing - most, "POSITION_REDUCED", most);
    }
  }
}
