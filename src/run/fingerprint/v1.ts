import type { EventKind } from "../../core/journal/events";
import type { Journal } from "../../core/journal/journal";
import type { DoubtCode } from "../../core/orders/doubts";
import type { OrderType, TimeInForce } from "../../core/orders/order";
import type { EventBytes } from "./hashed-bytes";

// The numbers that stand for words in version 1. They are frozen, even if the ledgers change.
const kinds: readonly EventKind[] = [
  "orderAccepted",
  "orderDenied",
  "fill",
  "orderCanceled",
  "orderExpired",
  "orderRejected",
];
const types: readonly OrderType[] = ["market", "limit", "stop"];
const timesInForce: readonly TimeInForce[] = ["DAY", "GTC"];
const doubts: readonly (DoubtCode | undefined)[] = [
  undefined,
  "LIMIT_TOUCHED",
  "LATENCY_INSIDE_BAR",
  "STOP_LIMIT_INSIDE_BAR",
  "EXIT_ON_ENTRY_BAR",
  "TWO_OF_A_GROUP",
];

/** Writes the event at `index` as version 1 of the fingerprint does: codes as numbers, symbols by index. */
export function writeEvent(journal: Journal, index: number, into: EventBytes): void {
  const kind = journal.kind(index);
  if (!kinds.includes(kind)) return;
  const row = journal.row(index);
  into.number(kinds.indexOf(kind));
  if (kind === "fill") writeFill(journal, row, into);
  else if (kind === "orderAccepted" || kind === "orderDenied") writeTerms(journal, row, into);
  else {
    into.number(journal.orders.number(row));
    into.number(journal.orders.endedAt(row));
  }
}

function writeTerms({ orders }: Journal, row: number, into: EventBytes): void {
  into.number(orders.number(row));
  into.number(orders.symbols.indexOf(orders.symbol(row)));
  into.number(orders.side(row) === "buy" ? 1 : -1);
  into.number(types.indexOf(orders.type(row)));
  into.number(timesInForce.indexOf(orders.timeInForce(row)));
  into.number(orders.quantity(row));
  into.number(orders.price(row, "limitPrice"));
  into.number(orders.price(row, "stopPrice"));
  into.number(orders.createdAt(row));
}

function writeFill({ orders, fills }: Journal, row: number, into: EventBytes): void {
  into.number(orders.number(fills.orderRow(row)));
  into.number(doubts.indexOf(fills.doubt(row)));
  into.number(fills.quantity(row));
  into.number(fills.price(row));
  into.number(fills.commission(row));
  into.number(fills.slippage(row));
  into.number(fills.time(row));
}
