import type { SessionEvent } from "../core/events";
import type { StoredContent } from "../store/store";
import { emptyContent, type SessionContent } from "./session-content";

const kindOfStatus: Readonly<Record<string, "orderCanceled" | "orderExpired" | "orderRejected">> = {
  canceled: "orderCanceled",
  expired: "orderExpired",
  rejected: "orderRejected",
};

/** Shows what the store holds of a session, in the same shapes as one that runs here. */
export function contentOfStored(stored: StoredContent, steps: number): SessionContent {
  const { curve } = stored;
  const fills = stored.fills.map(({ fill }) => fill);
  let commission = 0;
  let slippage = 0;
  for (const fill of fills) {
    commission += fill.commission;
    slippage += fill.slippage;
  }
  return {
    steps,
    curve: { length: curve.time.length, time: curve.time, equity: curve.equity },
    days: stored.days ?? emptyContent.days,
    orders: stored.orders.map(({ order }) => order),
    fills,
    trades: stored.trades,
    snapshots: stored.snapshots,
    positions: stored.positions ?? [],
    events: eventsOf(stored),
    logs: stored.logs.map(({ time, text }) => ({ time, text })),
    records: stored.records,
    costs: { commission, slippage },
  };
}

function eventsOf({ orders, fills, logs }: StoredContent): SessionEvent[] {
  const events: SessionEvent[] = [];
  for (const { order, acceptedSequence: sequence = 0, endedSequence } of orders) {
    const { createdAt, endedAt = createdAt, reason = "" } = order;
    if (order.status === "denied") events.push({ kind: "orderDenied", sequence, time: endedAt, order, reason });
    else events.push({ kind: "orderAccepted", sequence, time: createdAt, order });
    const kind = kindOfStatus[order.status];
    if (endedSequence !== undefined && kind !== undefined) {
      events.push({ kind, sequence: endedSequence, time: endedAt, order, reason });
    }
  }
  for (const { sequence, fill } of fills) events.push({ kind: "fill", sequence, time: fill.time, fill });
  for (const { sequence, time, text } of logs) events.push({ kind: "log", sequence, time, text });
  return events.sort((a, b) => a.sequence - b.sequence);
}
