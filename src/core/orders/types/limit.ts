import type { BarColumns } from "../../market/bar";
import type { FillRules, OrderKind, PricedOrder } from "./kind";

/** Takes its limit or a better open, and no slippage. */
export const limit: OrderKind = {
  prices: ["limitPrice"],
  timeInForce: "GTC",
  timesInForce: ["DAY", "GTC", "GTD", "IOC", "FOK"],
  anyPrice: false,
  exit: "limit",
  slips: false,
  findPrice: limitOrBetter,
};

/** Returns the limit of an order or a better open, `NaN` if the bar has neither. */
export function limitOrBetter(order: PricedOrder, columns: BarColumns, row: number, { touch }: FillRules): number {
  const { open, high, low } = columns;
  const { sign, request } = order;
  const limitPrice = request.limitPrice as number;
  const through = touch === "through";
  order.waiting.below = sign > 0 ? limitPrice : Number.NEGATIVE_INFINITY;
  order.waiting.above = sign > 0 ? Number.POSITIVE_INFINITY : limitPrice;
  // Distance beyond the limit, positive when the market is better than it.
  const atOpen = sign * (limitPrice - open[row]);
  if (atOpen > 0 || (atOpen === 0 && !through)) return open[row];
  if (request.timeInForce === "IOC" || request.timeInForce === "FOK") return Number.NaN;
  const atExtreme = sign * (limitPrice - (sign > 0 ? low[row] : high[row]));
  if (atExtreme > 0) {
    order.moment = "inside";
    return limitPrice;
  }
  if (atExtreme < 0 || through) return Number.NaN;
  order.moment = "inside";
  order.doubt = "LIMIT_TOUCHED";
  return limitPrice;
}
