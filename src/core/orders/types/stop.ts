import type { BarColumns } from "../../market/bar";
import type { FindPrice, OrderKind, PricedOrder } from "./kind";

/** Takes its stop price, or a worse open, once the market reaches it. What is left of it then takes the open. */
export const stop: OrderKind = {
  prices: ["stopPrice"],
  timeInForce: "GTC",
  anyPrice: false,
  slips: true,
  pricing: stopOrWorse,
};

function stopOrWorse(): FindPrice {
  let triggered = false;
  return (order, columns, row) => {
    if (triggered) return columns.open[row];
    const price = triggeredAt(order, columns, row);
    triggered = !Number.isNaN(price);
    return price;
  };
}

function triggeredAt({ request, sign }: PricedOrder, { open, high, low }: BarColumns, row: number): number {
  const stopPrice = request.stopPrice as number;
  if (sign * (open[row] - stopPrice) >= 0) return open[row];
  return sign * ((sign > 0 ? high[row] : low[row]) - stopPrice) >= 0 ? stopPrice : Number.NaN;
}
