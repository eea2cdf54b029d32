import type { BarColumns } from "../../market/bar";
import type { FillRules, OrderKind, PricedOrder } from "./kind";

/** Takes the open of its bar, or the close where the session's `fill` says so. */
export const market: OrderKind = {
  prices: [],
  timeInForce: "DAY",
  timesInForce: ["DAY", "GTC", "GTD", "IOC", "FOK"],
  anyPrice: true,
  slips: true,
  findPrice: openOrClose,
  inside: worseOfBoth,
};

function openOrClose(order: PricedOrder, { open, close }: BarColumns, row: number, { price }: FillRules): number {
  if (price === "open") return open[row];
  order.moment = "close";
  return close[row];
}

// The open had passed when the order arrived, so it gets the worse of open and close.
function worseOfBoth(order: PricedOrder, { open, close }: BarColumns, row: number, { price }: FillRules): number {
  order.moment = "close";
  if (price === "close") return close[row];
  order.doubt = "LATENCY_INSIDE_BAR";
  return order.sign > 0 ? Math.max(open[row], close[row]) : Math.min(open[row], close[row]);
}
