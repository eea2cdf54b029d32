import type { Journal } from "../../core/journal/journal";
import type { EventBytes } from "./hashed-bytes";

/** Writes the event at `index` as version 2 of the fingerprint has it: codes and symbols as words, never by their places. */
export function writeEvent(journal: Journal, index: number, into: EventBytes): void {
  const kind = journal.kind(index);
  if (kind === "log") return;
  const row = journal.row(index);
  into.word(kind);
  if (kind === "fill") {
    writeFill(journal, row, into);
    return;
  }
  const { orders } = journal;
  into.number(orders.number(row));
  if (kind === "orderAccepted" || kind === "orderDenied") writeTerms(journal, row, into);
  if (kind === "orderAccepted") return;
  into.number(orders.endedAt(row));
  into.text(orders.reason(row));
}

function writeTerms({ orders }: Journal, row: number, into: EventBytes): void {
  into.word(orders.symbol(row));
  into.word(orders.side(row));
  into.word(orders.type(row));
  into.word(orders.timeInForce(row));
  into.number(orders.quantity(row));
  into.number(orders.price(row, "limitPrice"));
  into.number(orders.price(row, "stopPrice"));
  into.number(orders.createdAt(row));
  into.text(orders.tag(row));
}

function writeFill({ orders, fills }: Journal, row: number, into: EventBytes): void {
  into.number(orders.number(fills.orderRow(row)));
  into.word(fills.doubt(row) ?? "");
  into.number(fills.quantity(row));
  into.number(fills.price(row));
  into.number(fills.commission(row));
  into.number(fills.slippage(row));
  into.number(fills.time(row));
}
