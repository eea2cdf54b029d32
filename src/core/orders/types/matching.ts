import type { BarColumns } from "../../market/bar";
import type { WorkingOrder } from "../working-order";

/** How the price of a fill is found. */
export interface FillRules {
  /** `"touch"`: a limit order fills when its price is touched; `"through"`: only when it is passed. */
  readonly touch: "touch" | "through";
  /** Which price of their bar market orders get. */
  readonly price: "open" | "close";
}

/**
 * Finds the price of `order` on the bar in one row, before slippage, and leaves it in `order.price` (`NaN` when it does
 * not trade) with `order.doubt`. The one place that tells order types apart; section 2 of the fill rules, docs/fills.md.
 */
export function priceOnBar(order: WorkingOrder, columns: BarColumns, row: number, rules: FillRules): void {
  // Each column is read only where it decides: a bar that no strategy looked at is far away in memory.
  const { open, high, low, close } = columns;
  order.doubt = undefined;
  const { type } = order.terms;
  if (type === "market") order.price = rules.price === "close" ? close[row] : open[row];
  else if (type === "limit") order.price = limitPrice(order, open[row], order.sign > 0 ? low[row] : high[row], rules);
  else if (order.triggered) order.price = open[row];
  else order.price = stopPrice(order, open[row], order.sign > 0 ? high[row] : low[row]);
}

/** Whether the price of the order on its bar is moved by slippage: all but limit orders take what they find. */
export function takesSlippage(order: WorkingOrder): boolean {
  return order.terms.type !== "limit";
}

function limitPrice(order: WorkingOrder, open: number, extreme: number, rules: FillRules): number {
  const limit = order.terms.limitPrice as number;
  const through = rules.touch === "through";
  // Distance beyond the limit, positive when the market is better than it.
  const atOpen = order.sign * (limit - open);
  if (atOpen > 0 || (atOpen === 0 && !through)) return open;
  const atExtreme = order.sign * (limit - extreme);
  if (atExtreme > 0) return limit;
  if (atExtreme < 0 || through) return Number.NaN;
  order.doubt = "LIMIT_TOUCHED";
  return limit;
}

function stopPrice(order: WorkingOrder, open: number, extreme: number): number {
  const stop = order.terms.stopPrice as number;
  if (order.sign * (open - stop) >= 0) return open;
  return order.sign * (extreme - stop) >= 0 ? stop : Number.NaN;
}
