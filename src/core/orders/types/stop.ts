import type { BarColumns } from "../../market/bar";
import type { OrderKind, PricedOrder } from "./kind";

/** Takes its stop price, or a worse open, once the market reaches it. What is left of it then takes the open. */
export const stop: OrderKind = {
  prices: ["stopPrice"],
  timeInForce: "GTC",
  timesInForce: ["DAY", "GTC", "GTD"],
  anyPrice: false,
  exit: "stop",
  slips: true,
  findPrice: (order, columns, row) => stopOrWorse(order, order.request.stopPrice as number, columns, row),
};

/**
 * Returns the price of an order that the market triggers at `level`: the level or a worse open, `NaN` if the bar does not
 * reach it. Of an order that was triggered before, the open.
 */
export function stopOrWorse(order: PricedOrder, level: number, columns: BarColumns, row: number): number {
  const { open, high, low } = columns;
  const { sign, waiting } = order;
  if (waiting.triggered) return open[row];
  const isAtOpen = sign * (open[row] - level) >= 0;
  waiting.triggered = isAtOpen || sign * ((sign > 0 ? high[row] : low[row]) - level) >= 0;
  if (waiting.triggered) {
    // What is left of it takes the next bar, whatever its prices.
    waiting.below = Number.POSITIVE_INFINITY;
    if (!isAtOpen) order.moment = "inside";
    return isAtOpen ? open[row] : level;
  }
  waiting.below = sign > 0 ? Number.NEGATIVE_INFINITY : level;
  waiting.above = sign > 0 ? level : Number.POSITIVE_INFINITY;
  return Number.NaN;
}
