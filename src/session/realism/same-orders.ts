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
