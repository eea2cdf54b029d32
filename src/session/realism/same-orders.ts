import type { Journal } from "../../core/journal/journal";
import type { Order } from "../../core/orders/order";
import type { SameOrder } from "../../run/by-hand";
import type { SessionRun } from "../../run/run";

/** What orders of one kind brought in: those of one time, symbol, side and type that filled as many units. */
type CashByOrder = ReadonlyMap<string, number>;

/** What a run did with its money, in a form that can be compared with another run. */
export interface Rung {
  readonly equity: number;
  /** Currency that each order brought in, commission included, negative if it was paid. */
  readonly orders: CashByOrder;
  /** Sum of what was paid and earned for borrowed units and cash, currency. */
  readonly carried: number;
  /** Requests by hand that were left out. */
  readonly leftOut: number;
}

const carryKinds: ReadonlySet<string> = new Set(["borrow", "interest", "marginInterest"]);

/** Reads a run that has come to its end. */
export function rungOf({ engine: { journal, curve }, inputs }: SessionRun): Rung {
  const { orders, fills } = journal;
  const cash = new Float64Array(orders.length);
  for (let row = 0; row < fills.length; row++) {
    const sign = fills.side(row) === "buy" ? -1 : 1;
    cash[fills.orderRow(row)] += sign * fills.notional(row) - fills.commission(row);
  }
  const byOrder = new Map<string, number>();
  for (let row = 0; row < orders.length; row++) {
    const { createdAt, symbol, side, type, filledQuantity } = orders.at(row);
    if (filledQuantity === 0) continue;
    const key = `${createdAt} ${side} ${filledQuantity} ${type} ${symbol}`;
    let place = 1;
    while (byOrder.has(`${key} ${place}`)) place++;
    byOrder.set(`${key} ${place}`, cash[row]);
  }
  const carried = journal.cash.reduce((sum, { kind, amount }) => (carryKinds.has(kind) ? sum + amount : sum), 0);
  return { equity: curve.lastEquity, orders: byOrder, carried, leftOut: inputs.leftOut };
}

/**
 * Returns what finds the orders of a session in another run of it: those that the same request by hand made, and else those
 * of the same time, symbol, side and type, the first for the first. A run needs one of its own.
 */
export function sameOrderOf(orders: readonly Order[]): SameOrder {
  const keys = new Map<string, string>();
  const notes = new Map<string, number>();
  for (const order of orders) keys.set(order.id, placedKey(order, notes));
  const ids = new Map<string, string>();
  const seen = new Map<string, number>();
  let known = 0;
  const find = (key: string, { orders: others }: Journal) => {
    for (; known < others.length; known++) ids.set(placedKey(others.at(known), seen), others.id(known));
    return ids.get(key);
  };
  return (id, journal, made) => {
    const key = keys.get(id);
    return made.get(id) ?? (key === undefined ? undefined : find(key, journal));
  };
}

// What an order is by, with its place among those of the same.
function placedKey({ createdAt, symbol, side, type }: Order, places: Map<string, number>): string {
  const key = `${createdAt} ${side} ${type} ${symbol}`;
  const place = (places.get(key) ?? 0) + 1;
  places.set(key, place);
  return `${key} ${place}`;
}

/**
 * Returns how much of the difference between two runs comes of prices and costs alone: of the orders that both filled with
 * the same quantities. `isCarry`: whether the second run is the one that pays and earns carry, which is a cost too. If all
 * orders are the same, that is all of the difference.
 */
export function pricedOtherwise(before: Rung, after: Rung, isCarry: boolean): number {
  let priced = isCarry ? after.carried - before.carried : 0;
  let same = 0;
  for (const [order, cash] of after.orders) {
    const other = before.orders.get(order);
    if (other === undefined) continue;
    same++;
    priced += cash - other;
  }
  const areAllSame = same === after.orders.size && same === before.orders.size;
  return areAllSame ? after.equity - before.equity : priced;
}
