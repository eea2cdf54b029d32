import { nextAbove, nextBelow, writtenPrice } from "../../lots";
import type { BarColumns } from "../../market/bar";
import type { OrderKind, PricedOrder } from "./kind";
import { stopOrWorse } from "./stop";

/**
 * Is a stop that follows the market. It remembers the best price since it was accepted, the lowest low for a purchase and
 * the highest high for a sale. The level used on a bar comes from the bars before it. A fraction of a price at or below zero
 * has no meaning, so that such a purchase no longer follows the market there.
 */
export const trailingStop: OrderKind = {
  prices: [],
  trails: true,
  timeInForce: "GTC",
  timesInForce: ["DAY", "GTC", "GTD"],
  anyPrice: false,
  exit: "stop",
  slips: true,
  findPrice: (order, columns, row) => stopOrWorse(order, levelOf(order), columns, row),
  observe: follow,
};

function levelOf({ request: { rare = {} }, sign, waiting }: PricedOrder): number {
  const { memory } = waiting;
  const { trailFraction, trailAmount = 0 } = rare;
  const level = trailFraction === undefined ? memory + sign * trailAmount : memory * (1 + sign * trailFraction);
  return waiting.isWritten ? writtenPrice(level) : level;
}

function follow(order: PricedOrder, { high, low }: BarColumns, row: number): void {
  const { waiting } = order;
  if (order.sign > 0) {
    if (low[row] > 0 || order.request.rare?.trailFraction === undefined)
      waiting.memory = Math.min(waiting.memory, low[row]);
    // A bar that only goes as far again changes nothing.
    waiting.below = nextBelow(waiting.memory);
    waiting.above = levelOf(order);
  } else {
    waiting.memory = Math.max(waiting.memory, high[row]);
    waiting.above = nextAbove(waiting.memory);
    waiting.below = levelOf(order);
  }
}
