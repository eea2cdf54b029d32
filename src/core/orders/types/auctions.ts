import type { OrderKind } from "./kind";

/** Takes the open of the first bar of the next trading session. */
export const marketOnOpen: OrderKind = {
  prices: [],
  timeInForce: "AUCTION",
  timesInForce: ["AUCTION"],
  anyPrice: true,
  auction: "open",
  slips: true,
  findPrice: (_order, { open }, row) => open[row],
};

/** Takes the close of the bar that ends the first trading session that it can take part in. */
export const marketOnClose: OrderKind = {
  prices: [],
  timeInForce: "AUCTION",
  timesInForce: ["AUCTION"],
  anyPrice: true,
  auction: "close",
  slips: true,
  findPrice(order, { close }, row) {
    order.moment = "close";
    return close[row];
  },
};
