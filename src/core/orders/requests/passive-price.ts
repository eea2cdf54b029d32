import { roundToTick } from "../../lots";
import type { Side } from "../order";
import { type OrderPrice, orderPrices } from "../types/terms";

/** Returns a price of an order moved to a whole number of ticks on the passive side: away from the market. */
export function passivePrice(name: OrderPrice, price: number, side: Side, tickSize: number): number {
  const down = (orderPrices[name] === "down") === (side === "buy");
  return roundToTick(price, tickSize, down ? "down" : "up");
}
