import type { OrderKind } from "./kind";

/** Takes the open of its bar, or the close where the session's `fill` says so. */
export const market: OrderKind = {
  prices: [],
  timeInForce: "DAY",
  anyPrice: true,
  slips: true,
  pricing:
    () =>
    (_order, { open, close }, row, { price }) =>
      price === "close" ? close[row] : open[row],
};
