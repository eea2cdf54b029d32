import type { AppliedAction } from "../../../core/market/corporate-action";
import type { Fill } from "../../../core/orders/fill";
import type { Order } from "../../../core/orders/order";
import type { ChangedTerms } from "../../../core/orders/order-change";

/** Tells prices and quantities of one symbol in the shares of one time, whenever they were. */
export interface SharesOf {
  /** Returns how many of these shares one of a time is. */
  readonly at: (time: number) => number;
  readonly order: (order: Order) => Order;
  readonly fill: (fill: Fill) => Fill;
  /** Terms as they were set at a time. */
  readonly terms: (terms: ChangedTerms, time: number) => ChangedTerms;
}

/** Returns what tells the prices and quantities of a symbol in its shares at a time, after the splits of that step. */
export function sharesOf(symbol: string, actions: readonly AppliedAction[], time: number): SharesOf {
  const splits = actions.filter((action) => action.type === "split" && action.symbol === symbol);
  const untilEnd = (from: number) => splits.reduce((all, one) => (one.time > from ? all * one.value : all), 1);
  const at = (from: number) => untilEnd(from) / untilEnd(time);
  return {
    at,
    order: (order) => inShares(order, at(termsTime(order))),
    fill: (fill) => inShares(fill, at(fill.time)),
    terms: (terms, from) => inShares(terms, at(from)),
  };
}

// The terms of an order are in the shares of its end. One that a split canceled was not rescaled by it.
function termsTime({ endedAt = Number.POSITIVE_INFINITY, reason = "" }: Order): number {
  return reason.split(":")[0] === "SPLIT" ? endedAt - 1 : endedAt;
}

const quantities: readonly string[] = ["quantity", "filledQuantity"];
const prices: readonly string[] = [
  "price",
  "limitPrice",
  "stopPrice",
  "trailAmount",
  "takeProfit",
  "stopLoss",
  "averagePrice",
];

function inShares<Of extends object>(given: Of, shares: number): Of {
  if (shares === 1) return given;
  const entries = Object.entries(given).map(([name, value]) => {
    if (typeof value !== "number") return [name, value];
    if (quantities.includes(name)) return [name, value * shares];
    return [name, prices.includes(name) ? value / shares : value];
  });
  return Object.fromEntries(entries) as Of;
}
