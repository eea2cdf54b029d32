import type { BarColumns } from "../../market/bar";
import type { FillRules, OrderKind, PricedOrder } from "./kind";

/** Takes its limit or a better open, and no slippage. */
export const limit: OrderKind = {
  prices: ["limitPrice"],
  timeInForce: "GTC",
  anyPrice: false,
  slips: false,
  pricing: () => limitOrBetter,
};

function limitOrBetter(order: PricedOrder, { open, high, low }: BarColumns, row: number, { touch }: FillRules): number {
  const { sign } = order;
  const limitPrice = order.request.limitPrice as number;
  const through = touch === "through";
  // Distance beyond the limit, positive when the market is better than it.
  const atOpen = sign * (limitPrice - open[row]);
  if (atOpen > 0 || (atOpen === 0 && !through)) {
    order.isMaker = false;
    return open[row];
  }
  const atExtreme = sign * (limitPrice - (sign > 0 ? low[row] : high[row]));
  if (atExtreme < 0 || (atExtreme === 0 && through)) return Number.NaN;
  order.isMaker = true;
  if (atExtreme > 0) return limitPrice;
  order.doubt = "LIMIT_TOUCHED";
  return limitPrice;
}
