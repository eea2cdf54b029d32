import type { BarColumns } from "../../market/bar";
import type { FillRules, OrderKind, PricedOrder } from "./kind";

/** Takes the open of its bar, or the close where the session's `fill` says so. */
export const market: OrderKind = {
  prices: [],
  timeInForce: "DAY",
  anyPrice: true,
  slips: true,
  pricing: () => openOrClose,
};

function openOrClose(_order: PricedOrder, { open, close }: BarColumns, row: number, { price }: FillRules): number {
  return price === "close" ? close[row] : open[row];
}
