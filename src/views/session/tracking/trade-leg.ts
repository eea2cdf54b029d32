import { entryOfExit } from "../../../analysis/tracking/entry-of-exit";
import { priceBeforeSlippage, rowsOfOrders } from "../../../analysis/tracking/excursions/excursions";
import type { PriceSpans } from "../../../analysis/tracking/excursions/price-spans";
import type { SessionEvent } from "../../../core/journal/events";
import type { Fill } from "../../../core/orders/fill";
import type { Order } from "../../../core/orders/order";
import type { ChangedTerms } from "../../../core/orders/order-change";
import type { SessionContent } from "../../../run/content";
import type { SessionCore } from "../../../session/core";
import { recordsAt } from "./records-at";
import type { SharesOf } from "./shares";

/** What was known at the step in which something was decided. */
export interface Decision {
  /** The time of the step, epoch milliseconds UTC. */
  readonly decidedAt: number;
  /** The last close at that step; `null` before the first bar, and if bars are not known. */
  readonly decisionPrice: number | null;
  /** What the strategy recorded and logged at that step. */
  readonly records: Readonly<Record<string, number | null>>;
  readonly logs: readonly string[];
}

/** A change of the terms of an order while it worked. */
export interface LegChange extends Decision {
  /** The terms that changed, as they were after it, or that were asked for. */
  readonly terms: ChangedTerms;
  /** `REQUESTED` if the strategy asked for it, otherwise why the broker did it, or refused it. */
  readonly reason: string;
  readonly refused: boolean;
}

/** How one side of a trade came about, in the shares of its exit; what was recorded is as it was. Money is currency. */
export interface TradeLeg extends Decision {
  /** The order as it is now. */
  readonly order: Order;
  /** The id of the entry that it came with, as its `takeProfit` or `stopLoss`, and with which it was decided; absent if it was asked for. */
  readonly decidedWith?: string;
  /** Every change of it until its last fill, in order. */
  readonly changes: readonly LegChange[];
  /** Every fill of the order. Other trades may have a part in them. */
  readonly fills: readonly Fill[];
  /** How far the market had gone until it was filled: average price before slippage over `decisionPrice`, minus 1. */
  readonly gap: number | null;
  /** What that cost the order, negative if the market came nearer. */
  readonly gapCost: number | null;
  /** Of the whole order; slippage is already in the prices. */
  readonly slippage: number;
  readonly commission: number;
}

/** Returns a function that tells the story of an order of a session by its id, in some shares; `null` of one without a fill. */
export function legsOf(
  { content }: SessionCore,
  spans: PriceSpans | undefined,
  shares: SharesOf,
): (orderId: string) => TradeLeg | null {
  const { orders, fillRows, fills, events } = content;
  const rows = rowsOfOrders(fillRows);
  return (orderId) => {
    const order = orders.find(({ id }) => id === orderId);
    const own = rows.get(orderId) ?? [];
    if (order === undefined || own.length === 0) return null;
    const sum = (value: (row: number) => number) => own.reduce((all, row) => all + value(row), 0);
    const lastFill = fillRows.time(own[own.length - 1]);
    const quantity = sum((row) => fillRows.quantity(row) * shares.at(fillRows.time(row)));
    const price = sum((row) => fillRows.quantity(row) * priceBeforeSlippage(fillRows, row)) / quantity;
    const decisionAt = decisionsOf(content, spans, shares);
    const entry = entryOfExit(order, events, orders);
    const decision = decisionAt((entry ?? order).createdAt);
    const { decisionPrice } = decision;
    const away = decisionPrice === null ? null : awayFrom(decisionPrice, price);
    return {
      order: shares.order(order),
      ...decision,
      ...(entry !== undefined && { decidedWith: entry.id }),
      changes: changesOf(order, events, lastFill).map(({ time, kind, terms, reason }) => {
        return { ...decisionAt(time), terms: shares.terms(terms, time), reason, refused: kind === "orderChangeDenied" };
      }),
      fills: own.map((row) => shares.fill(fills[row])),
      gap: away === null || !decisionPrice ? null : away / decisionPrice,
      gapCost: away === null ? null : (order.side === "buy" ? away : 0 - away) * quantity,
      slippage: sum((row) => fillRows.slippage(row)),
      commission: sum((row) => fillRows.commission(row)),
    };
  };
}

// What was known at a step.
function decisionsOf(content: SessionContent, spans: PriceSpans | undefined, shares: SharesOf) {
  const { logs } = content;
  return (decidedAt: number): Decision => ({
    decidedAt,
    decisionPrice: closeAt(spans, decidedAt, shares),
    records: recordsAt(content, decidedAt),
    logs: logs.filter(({ time }) => time === decidedAt).map(({ text }) => text),
  });
}

type Changed = Extract<SessionEvent, { kind: "orderChanged" | "orderChangeDenied" }>;

// What was asked for when nothing was left to change has no part in its story.
function changesOf({ id }: Order, events: readonly SessionEvent[], lastFill: number): Changed[] {
  return events.filter((event): event is Changed => {
    if (event.kind === "orderChangeDenied") return event.order.id === id && event.time < lastFill;
    return event.kind === "orderChanged" && event.order.id === id && event.time <= lastFill;
  });
}

// A price that slippage was taken out of is known up to its last bits.
function awayFrom(decisionPrice: number, price: number): number {
  const away = price - decisionPrice;
  return Math.abs(away) <= 1e-12 * Math.abs(decisionPrice) ? 0 : away;
}

// The last close at a time.
function closeAt(spans: PriceSpans | undefined, time: number, shares: SharesOf): number | null {
  if (spans === undefined) return null;
  const row = spans.countUntil(time) - 1;
  return row < 0 ? null : spans.bars.close[row] / shares.at(spans.bars.time[row]);
}
