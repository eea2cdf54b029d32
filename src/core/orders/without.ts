import type { OrderBook } from "./order-book";
import type { WorkingOrder } from "./working-order";

/** Returns what `judge` says as if some working orders had nothing left. They have it again after that. */
export function without<Result>(book: OrderBook, orders: readonly WorkingOrder[], judge: () => Result): Result {
  if (orders.length === 0) return judge();
  const left = orders.map(({ remaining, reducing }) => ({ remaining, reducing }));
  for (const order of orders) book.resize(order, 0, 0);
  try {
    return judge();
  } finally {
    for (let at = 0; at < orders.length; at++) book.resize(orders[at], left[at].remaining, left[at].reducing);
  }
}
