import type { Desk } from "../../../src/core/engine/desk";
import { numberOf } from "../../../src/core/orders/numbers";
import type { OrderRequest } from "../../../src/core/orders/order";
import { day } from "../bars";
import type { Asked, Changes, ReferenceBar, ReferenceTerms, Wanted } from "./order";

/** Draws bars, terms and requests, the same from the same random numbers. */
export class Draws {
  readonly #random: () => number;

  /** `random`: numbers from 0 to below 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  bars(): ReferenceBar[] {
    const range = this.#one(3, 6, 12, 40);
    let last = 400;
    return Array.from({ length: 4 + this.#below(12) }, (): ReferenceBar => {
      const open = Math.max(40, last + this.#below(2 * range + 1) - range);
      const close = Math.max(40, open + this.#below(2 * range + 1) - range);
      const [high, low] = [Math.max(open, close) + this.#below(range), Math.min(open, close) - this.#below(range)];
      last = close;
      return [open / 4, high / 4, Math.max(20, low) / 4, close / 4, this.#one(0, 20, 100, 100, 400)];
    });
  }

  terms(): ReferenceTerms {
    const [leverage, shorting] = [this.#one(1, 1, 1, 2, 4), this.#is(0.5)];
    const commissionBps = this.#one(0, 0, 10);
    return {
      capital: this.#one(1_500, 5_000, 100_000),
      leverage,
      shorting,
      volumeLimit: this.#one(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0.1, 0.5),
      touch: this.#one("touch", "touch", "through"),
      price: this.#one("open", "open", "open", "close"),
      slippageBps: this.#one(0, 0, 20),
      commissionBps,
      minimumCommission: commissionBps > 0 ? this.#one(0, 2) : 0,
      latencyBars: this.#one(0, 0, 0, 1),
      onInsufficientCash: this.#one("reduce", "reduce", "reject"),
      maintenance: (leverage > 1 || shorting) && this.#is(0.7) ? { long: 0.25, short: 0.3 } : undefined,
    };
  }

  /** Requests of one step, of what is held and works then. `now`: the number of the bar. */
  requests(desk: Desk, now: number): Asked[] {
    return Array.from({ length: this.#one(0, 1, 1, 2, 3, 4, 8) }).flatMap(() => this.#request(desk, now));
  }

  #request(desk: Desk, now: number): Asked[] {
    const { quantity: held, price } = desk.position("A");
    const order = desk.openOrders()[this.#below(8)];
    const kind = this.#random();
    if (kind < 0.6) return [{ kind: "order", order: this.#order(price, now) }];
    if (kind < 0.72) return this.#exits(held, price);
    if (kind < 0.8 && order !== undefined) {
      const changes: Changes = {
        ...(order.limitPrice !== undefined && this.#is(0.6) && { limitPrice: this.#near(price) }),
        ...(order.stopPrice !== undefined && this.#is(0.5) && { stopPrice: this.#near(price) }),
        ...(order.trailAmount !== undefined && this.#is(0.5) && { trailAmount: this.#one(1, 2) }),
      };
      const quantity =
        Object.keys(changes).length === 0 || this.#is(0.4) ? { quantity: this.#one(1, 3, 5, 10, 20) } : {};
      return [{ kind: "replace", number: numberOf(order.id), changes: { ...changes, ...quantity } }];
    }
    if (kind < 0.85 && order !== undefined) return [{ kind: "cancel", number: numberOf(order.id) }];
    if (kind < 0.9) return [{ kind: "close" }];
    if (kind < 0.96) return [{ kind: "target", quantity: this.#one(0, 0, 5, 12, -8, 20) }];
    return [{ kind: "together", orders: [this.#order(price, now), this.#order(price, now)] }];
  }

  // Two exits for one position, as everybody writes them first.
  #exits(held: number, price: number): Asked[] {
    const side = held >= 0 ? "sell" : "buy";
    const [low, high] = [this.#near(price), this.#near(price)].sort((one, other) => one - other);
    const all = Math.abs(held) || 5;
    const quantity = this.#one(all, Math.ceil(all / 2));
    const limit: Wanted = { side, quantity, type: "limit", limitPrice: side === "sell" ? high : low };
    const stop: Wanted = { side, quantity: all, type: "stop", stopPrice: side === "sell" ? low : high };
    return [limit, stop].map((order) => ({ kind: "order", order }));
  }

  #order(price: number, now: number): Wanted {
    const basis = { side: this.#one("buy", "sell"), quantity: this.#one(1, 3, 5, 10, 10, 20, 25) } as const;
    return { ...basis, ...this.#typed(price, now), ...this.#extras(price) };
  }

  #typed(price: number, now: number): Omit<Wanted, "side" | "quantity"> {
    const near = () => this.#near(price);
    const [limitPrice, stopPrice] = [near(), near()];
    const typed = this.#one<Omit<Wanted, "side" | "quantity">>(
      {},
      {},
      {},
      { type: "limit", limitPrice },
      { type: "limit", limitPrice },
      { type: "stop", stopPrice },
      { type: "stop", stopPrice },
      { type: "stopLimit", stopPrice, limitPrice },
      { type: "trailingStop", trailFraction: this.#one(0.01, 0.02, 0.05) },
      { type: "trailingStop", trailAmount: this.#one(0.5, 1.5, 3, 150) },
      { type: "marketOnOpen" },
      { type: "marketOnClose" },
    );
    const { type = "market" } = typed;
    if (type.startsWith("marketOn") || this.#is(0.55)) return typed;
    const waits = type !== "market" && type !== "limit";
    const timeInForce = waits ? this.#one("DAY", "GTC", "GTD") : this.#one("DAY", "GTC", "GTD", "IOC", "FOK");
    return { ...typed, timeInForce, ...(timeInForce === "GTD" && { expires: now + 1 + this.#below(3) }) };
  }

  #extras(price: number): Partial<Wanted> {
    const group = this.#is(0.2) ? { ocoGroup: this.#one("g", "h") } : {};
    const kind = this.#random();
    const fractions = {
      takeProfit: { fraction: this.#one(0.01, 0.02, 0.05) },
      stopLoss: { fraction: this.#one(0.01, 0.02) },
    };
    if (kind < 0.12) return { ...group, ...fractions };
    if (kind < 0.17) return { ...group, stopLoss: this.#near(price) };
    return kind < 0.22 ? { ...group, takeProfit: this.#near(price) } : group;
  }

  // A price near another one, in quarters.
  #near(price: number): number {
    return Math.max(1, Math.round(4 * price) + this.#below(61) - 30) / 4;
  }

  #one<Choice>(...choices: readonly Choice[]): Choice {
    return choices[this.#below(choices.length)];
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  #is(share: number): boolean {
    return this.#random() < share;
  }
}

/** Asks a desk for what the reference broker is asked for. `expires` counts in bars of a day from the first one. */
export function ask(desk: Desk, asked: Asked, first: number): void {
  const requestOf = ({ expires, ...order }: Wanted): OrderRequest => {
    return { symbol: "A", ...order, ...(expires !== undefined && { expiresAt: first + expires * day }) };
  };
  if (asked.kind === "order") desk.request(requestOf(asked.order));
  else if (asked.kind === "together") desk.together(asked.orders.map(requestOf));
  else if (asked.kind === "replace") desk.replace(`order-${asked.number}`, asked.changes);
  else if (asked.kind === "cancel") desk.cancel(`order-${asked.number}`);
  else if (asked.kind === "close") desk.close("A");
  else desk.orderTarget("A", asked.quantity);
}
