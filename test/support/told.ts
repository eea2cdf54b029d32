import type { Bar } from "../../src/core/market/bar";
import type { Played } from "./play";

/** Fills as `order-2: -10 @ 95, bar 3, TWO_OF_A_GROUP`. */
export function fillsOf({ fills }: Played, feed: readonly Bar[]): string[] {
  const times = [...new Set(feed.map((bar) => bar.time))].sort((one, other) => one - other);
  return fills.map(({ orderId, side, quantity, price, time, doubtful }) => {
    const signed = side === "buy" ? quantity : -quantity;
    return `${orderId}: ${signed} @ ${price}, bar ${times.indexOf(time)}${doubtful === undefined ? "" : `, ${doubtful}`}`;
  });
}

/** How each order ended: `filled`, or its status and reason. */
export function endsOf({ orders }: Played): string[] {
  return orders.map(({ status, reason }) => (reason === undefined ? status : `${status} ${reason}`));
}

/** What was changed of orders, or not: `order-2 {"quantity":5} REQUESTED`. */
export function changesOf({ events }: Played): string[] {
  return events.flatMap((event) =>
    event.kind === "orderChanged" || event.kind === "orderChangeDenied"
      ? [`${event.order.id} ${JSON.stringify(event.terms)} ${event.reason}`]
      : [],
  );
}
