import type { BarColumns } from "../../market/bar";
import type { FillRules, OrderKind, PricedOrder } from "./kind";
import { limitOrBetter } from "./limit";
import { stopOrWorse } from "./stop";

/** Is a limit order once the market reaches its stop price. */
export const stopLimit: OrderKind = {
  prices: ["stopPrice", "limitPrice"],
  timeInForce: "GTC",
  timesInForce: ["DAY", "GTC", "GTD"],
  anyPrice: false,
  exit: "stop",
  slips: false,
  findPrice: limitOnceTriggered,
};

function limitOnceTriggered(order: PricedOrder, columns: BarColumns, row: number, rules: FillRules): number {
  if (order.waiting.triggered) return limitOrBetter(order, columns, row, rules);
  const { stopPrice, limitPrice } = order.request as { stopPrice: number; limitPrice: number };
  const price = stopOrWorse(order, stopPrice, columns, row);
  if (!order.waiting.triggered) return Number.NaN;
  if (order.moment === "open") return limitOrBetter(order, columns, row, rules);
  // Triggered inside the bar with the limit on the far side: whether the market comes back after that is not known.
  if (order.sign * (limitPrice - price) < 0) return Number.NaN;
  order.doubt = "STOP_LIMIT_INSIDE_BAR";
  return price;
}
