import type { SessionEvent } from "../../core/journal/events";
import type { Order } from "../../core/orders/order";
import { isNameOfExits, nameOfExits } from "../../core/orders/types/terms";

/**
 * Returns the order that an exit came with, whose `takeProfit` or `stopLoss` it is; `undefined` of an order that was asked for.
 * The broker accepts the exits of an entry right after its fill, and names them after the first. Exits that were asked for and
 * share units have such names too.
 */
export function entryOfExit(
  { id, side, ocoGroup }: Order,
  events: readonly SessionEvent[],
  orders: readonly Order[],
): Order | undefined {
  if (ocoGroup === undefined || !isNameOfExits(ocoGroup)) return undefined;
  let at = events.findIndex((event) => event.kind === "orderAccepted" && event.order.id === id) - 1;
  let first = id;
  for (; at >= 0; at--) {
    const event = events[at];
    if (event.kind === "orderAccepted" && event.order.ocoGroup === ocoGroup) first = event.order.id;
    else if (!isCut(event)) break;
  }
  const event = events[at];
  if (event?.kind !== "fill" || nameOfExits(first) !== ocoGroup) return undefined;
  const entry = orders.find((order) => order.id === event.fill.orderId);
  const hasExits = (entry?.takeProfit ?? entry?.stopLoss) !== undefined;
  return hasExits && entry?.side !== side ? entry : undefined;
}

// What a fill takes from the exits that there were comes before its own.
function isCut(event: SessionEvent): boolean {
  const isOfExit = event.kind === "orderChanged" || event.kind === "orderCanceled";
  return isOfExit && /^(GROUP_FILLED|POSITION_REDUCED)\b/.test(event.reason);
}
