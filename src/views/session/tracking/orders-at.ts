import type { FillRows } from "../../../analysis/record/fill-rows";
import type { SessionEvent } from "../../../core/journal/events";
import { wholeQuantity, withDecimalsOf } from "../../../core/lots";
import type { Order } from "../../../core/orders/order";
import type { SessionContent } from "../../../run/content";

/** An order as it was while it worked. A term that was changed later, and is not known as it was, is `null`. */
export type WorkingOrder = { readonly [Key in keyof Order]: Order[Key] | null } & Pick<
  Order,
  "id" | "symbol" | "side" | "type" | "status" | "filledQuantity"
>;

/** An event as it was known then: an order of it that worked on has what it had then. */
export type EventThen = SessionEvent extends infer Event
  ? Event extends { readonly order: Order }
    ? Omit<Event, "order"> & { readonly order: Order | WorkingOrder }
    : Event
  : never;

/** Returns events with the orders that were `working` then, and those that had ended as they are. */
export function eventsThen(events: readonly SessionEvent[], working: readonly WorkingOrder[]): EventThen[] {
  const then = new Map(working.map((order) => [order.id, order]));
  return events.map((event) =>
    "order" in event ? { ...event, order: then.get(event.order.id) ?? event.order } : event,
  );
}

/** Returns the orders that were working at the end of a step, in the order of their numbers. */
export function ordersAt(
  content: Pick<SessionContent, "orders" | "fillRows">,
  events: readonly SessionEvent[],
  time: number,
): WorkingOrder[] {
  const working = content.orders.filter(
    ({ createdAt, endedAt = fullyFilledAt, status }) => createdAt <= time && endedAt > time && status !== "denied",
  );
  if (working.length === 0) return [];
  const filled = filledAt(content.fillRows, working, events, time);
  const ids = new Set(working.map(({ id }) => id));
  const changes = events.filter((event): event is Changed => event.kind === "orderChanged" && ids.has(event.order.id));
  return working.flatMap((order) => {
    const { quantity = 0, notional = 0 } = filled.get(order.id) ?? {};
    const terms = termsAt(
      changes.filter((change) => change.order.id === order.id),
      time,
    );
    const then = { ...order, ...terms, filledQuantity: quantity, status: statusOf(quantity) };
    const { endedAt: _, reason: __, averagePrice: ___, ...rest } = then;
    return [quantity > 0 ? { ...rest, averagePrice: notional / quantity } : rest];
  });
}

type Changed = Extract<SessionEvent, { kind: "orderChanged" | "orderChangeDenied" }>;

// An order that has not ended works on.
const fullyFilledAt = Number.POSITIVE_INFINITY;

function statusOf(filled: number): Order["status"] {
  return filled > 0 ? "partiallyFilled" : "working";
}

// The terms as they were changed until then; `null` for one that was only changed later.
function termsAt(changes: readonly Changed[], time: number): Record<string, number | null> {
  const terms: Record<string, number | null> = {};
  for (const change of changes)
    for (const [name, value] of Object.entries(change.terms))
      if (change.time <= time) terms[name] = value;
      else if (!(name in terms)) terms[name] = null;
  return terms;
}

interface Filled {
  quantity: number;
  notional: number;
}

// What was filled of each order, in the shares that there were then: a split rescales what came before it.
function filledAt(
  fills: FillRows,
  orders: readonly Order[],
  events: readonly SessionEvent[],
  time: number,
): ReadonlyMap<string, Filled> {
  const sums = new Map<string, Filled & Pick<Order, "symbol">>(
    orders.map(({ id, symbol }) => [id, { symbol, quantity: 0, notional: 0 }]),
  );
  const splits = events.flatMap((event) =>
    event.kind === "corporateAction" && event.action.type === "split" && event.time <= time ? [event] : [],
  );
  let next = 0;
  const splitUntil = (end: number) => {
    for (; next < splits.length && splits[next].time <= end; next++) {
      const { symbol, value } = splits[next].action;
      for (const sum of sums.values()) if (sum.symbol === symbol) sum.quantity = wholeQuantity(sum.quantity * value);
    }
  };
  for (let row = 0; row < fills.length && fills.time(row) <= time; row++) {
    const sum = sums.get(fills.orderId(row));
    if (sum === undefined) continue;
    splitUntil(fills.time(row));
    const quantity = fills.quantity(row);
    sum.quantity = withDecimalsOf(sum.quantity + quantity, sum.quantity, quantity);
    sum.notional += quantity * fills.price(row);
  }
  splitUntil(time);
  return sums;
}
