import type { SessionEvent } from "../../../core/journal/events";
import { formatValue } from "../../../output/formats";
import type { SessionCore } from "../../../session/core";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import { stretchOf, type TimeRange } from "../tracking/times";
import type { SessionTable } from "./session-table";

/**
 * Everything that happened, numbered, or what of it happened in a stretch of time. The rows are the events themselves; the frame
 * has one flat row per event.
 */
export const events: SessionTable<readonly SessionEvent[], [range?: TimeRange]> = {
  rows: eventsWithin,
  frame: (core, range) => frameOfRows(eventsWithin(core, range).map(flatEvent), columns, dayOf(core)),
};

function eventsWithin({ content, calendar }: SessionCore, range: TimeRange = {}): SessionEvent[] {
  const { before, to } = stretchOf(range, calendar, "events");
  if (range.from === undefined && range.to === undefined) return [...content.events];
  return content.events.filter(({ time }) => time > before && time <= to);
}

/** An event as a row. Fields that it does not have are absent. */
interface EventRow extends Pick<SessionEvent, "sequence" | "time" | "kind"> {
  readonly orderId?: string;
  readonly fillId?: string;
  readonly symbol?: string;
  readonly side?: string;
  readonly quantity?: number;
  readonly price?: number;
  readonly text?: string;
}

const columns = columnsOf<EventRow>({
  sequence: ["count", "id"],
  time: "time",
  kind: ["text", "result"],
  orderId: ["text", "id"],
  fillId: ["text", "id"],
  symbol: "text",
  side: "text",
  quantity: ["quantity", "result"],
  price: ["price", "result"],
  text: ["text", "result"],
});

function flatEvent(event: SessionEvent): EventRow {
  const { sequence, time, kind } = event;
  if (event.kind === "log") return { sequence, time, kind, text: event.text };
  if (event.kind === "tradingState") return { sequence, time, kind, text: `${event.state}, ${event.reason}` };
  if (event.kind === "cash") {
    const { symbol, amount, cause } = event.entry;
    const text = `${cause}: ${formatValue(amount, "currency")}`;
    return { sequence, time, kind, ...(symbol !== undefined && { symbol }), text };
  }
  if (event.kind === "marginCall")
    return { sequence, time, kind, text: `equity=${event.equity}, required=${event.required}` };
  if (event.kind === "corporateAction") {
    const { symbol, type, value, ex_date, quantity, quantityAfter } = event.action;
    const text = `${type} of ${ex_date}: ${value}, held ${formatValue(quantity, "quantity")}, now ${formatValue(quantityAfter, "quantity")}`;
    return { sequence, time, kind, symbol, text };
  }
  if (event.kind === "fill") {
    const { id, orderId, symbol, side, quantity, price } = event.fill;
    return { sequence, time, kind, orderId, fillId: id, symbol, side, quantity, price };
  }
  const { id, symbol, side, quantity } = event.order;
  const text = "terms" in event ? changeText(event) : "reason" in event ? event.reason : undefined;
  return { sequence, time, kind, orderId: id, symbol, side, quantity, text };
}

function changeText({ terms, reason }: Extract<SessionEvent, { kind: "orderChanged" | "orderChangeDenied" }>): string {
  const pairs = Object.entries(terms).map(([name, value]) => `${name}=${value}`);
  return `${pairs.join(", ")} (${reason})`;
}
