import { profitsOf } from "../../analysis/record/trade-profits";
import type { SessionEvent } from "../../core/journal/events";
import { copyOfSnapshot, emptyContent, type SessionContent } from "../../run/content";
import type { StoredContent } from "../../store/store";

const kindOfStatus: Readonly<Record<string, "orderCanceled" | "orderExpired" | "orderRejected">> = {
  canceled: "orderCanceled",
  expired: "orderExpired",
  rejected: "orderRejected",
};

/** Shows what the store holds of a session, in the same shapes as one that runs here. */
export function contentOfStored(stored: StoredContent, steps: number): SessionContent {
  const { curve, days = emptyContent.days, positions = [] } = stored;
  const costs = { commission: 0, slippage: 0 };
  for (const { fill } of stored.fills) {
    costs.commission += fill.commission;
    costs.slippage += fill.slippage;
  }
  // Copies, as of a session that runs here: what people do to them changes nothing of the session.
  return {
    steps,
    curve: { length: curve.time.length, time: curve.time, equity: curve.equity },
    days,
    get orders() {
      return stored.orders.map(({ order }) => ({ ...order }));
    },
    get fills() {
      return stored.fills.map(({ fill }) => ({ ...fill }));
    },
    get trades() {
      return stored.trades.map((trade) => ({ ...trade }));
    },
    profits: profitsOf(stored.trades),
    get snapshots() {
      return stored.snapshots.map(copyOfSnapshot);
    },
    get positions() {
      return positions.map((position) => ({ ...position }));
    },
    get events() {
      return eventsOf(stored);
    },
    get logs() {
      return stored.logs.map(({ time, text }) => ({ time, text }));
    },
    records: stored.records,
    costs,
  };
}

function eventsOf({ orders, fills, logs }: StoredContent): SessionEvent[] {
  const events: SessionEvent[] = [];
  for (const { order, acceptedSequence: sequence = 0, endedSequence } of orders) {
    const { status, createdAt, endedAt = createdAt, reason = "" } = order;
    const denied = { kind: "orderDenied", sequence, time: endedAt, order: { ...order }, reason } as const;
    events.push(
      status === "denied" ? denied : { kind: "orderAccepted", sequence, time: createdAt, order: { ...order } },
    );
    const kind = kindOfStatus[status];
    if (endedSequence !== undefined && kind !== undefined) {
      events.push({ kind, sequence: endedSequence, time: endedAt, order: { ...order }, reason });
    }
  }
  for (const { sequence, fill } of fills) events.push({ kind: "fill", sequence, time: fill.time, fill: { ...fill } });
  for (const { sequence, time, text } of logs) events.push({ kind: "log", sequence, time, text });
  return events.sort((a, b) => a.sequence - b.sequence);
}
