import { ledgerAt, until } from "../../../analysis/tracking/ledger-at";
import { type HeldPosition, positionsOf } from "../../../analysis/tracking/positions";
import { countUntil } from "../../../core/ascending";
import type { SessionEvent } from "../../../core/journal/events";
import { instantOf } from "../../../core/market/instant";
import type { TradingState } from "../../../core/orders/trading-state";
import { PaperLabError } from "../../../errors";
import type { SessionCore } from "../../../session/core";
import { type EventThen, eventsThen, ordersAt, type WorkingOrder } from "./orders-at";
import { recordsAt } from "./records-at";
import { ledgerMaterialOf, markedAt } from "./times";

/** A position as it was; without its last close where that is not known any more. */
export interface PositionThen extends HeldPosition {
  /** The symbol's last close then. */
  readonly price: number | null;
  readonly marketValue: number | null;
  readonly unrealizedPnl: number | null;
}

/** A session as it stood at the end of a step. Money is currency, exposures and the drawdown are fractions. */
export interface Moment {
  /** The time of the step, epoch milliseconds UTC. */
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  readonly drawdown: number;
  /** `null` where prices are not known any more, and where the equity is not above zero. */
  readonly grossExposure: number | null;
  readonly netExposure: number | null;
  readonly tradingState: TradingState;
  readonly positions: readonly PositionThen[];
  /** The orders that were working. */
  readonly orders: readonly WorkingOrder[];
  /** What the strategy recorded at that step. */
  readonly records: Readonly<Record<string, number | null>>;
  /** The last ten events with their orders as they were then, the newest last, without the interest and the borrow of each day. */
  readonly events: readonly EventThen[];
  /** Why prices are not known. */
  readonly missing?: string;
}

const LAST_EVENTS = 10;

/** Returns a session as it stood at the end of the step at a time, or of the last one before. Throws INVALID_OPTION. */
export function momentAt(core: SessionCore, given: string | number | Date): Moment {
  const asked = instantOf(given, core.calendar);
  const { content, initialCapital } = core;
  const { curve, events } = content;
  const place = countUntil(curve.time.subarray(0, curve.length), asked) - 1;
  const time = place < 0 ? asked : curve.time[place];
  const equity = place < 0 ? initialCapital : curve.equity[place];
  const { positions, missing } = positionsThen(core, time);
  const orders = ordersAt(content, events, time);
  const last = events.filter((event) => event.time <= time && !isCarry(event)).slice(-LAST_EVENTS);
  const share = (sum: number | null) => (sum === null || !(equity > 0) ? null : sum / equity);
  return {
    time,
    cash: cashAt(core, time),
    equity,
    drawdown: equity / peakOf(core, place) - 1,
    grossExposure: share(sumOf(positions, (value) => Math.abs(value))),
    netExposure: share(sumOf(positions, (value) => value)),
    tradingState: content.tradingStates.filter((change) => change.time <= time).at(-1)?.state ?? "ACTIVE",
    positions,
    orders,
    records: recordsAt(content, time),
    events: eventsThen(last, orders),
    ...(missing !== undefined && { missing }),
  };
}

// What comes every day would soon be all that is seen.
function isCarry(event: SessionEvent): boolean {
  return event.kind === "cash" && ["interest", "marginInterest", "borrow"].includes(event.entry.kind);
}

function positionsThen(core: SessionCore, time: number): { positions: PositionThen[]; missing?: string } {
  const held = positionsOf(ledgerAt(ledgerMaterialOf(core), time).openLots(), core.record.config.symbols);
  if (held.length === 0) return { positions: [] };
  const priced = (price: (symbol: string) => number) =>
    held.map((position) => withPrice(position, price(position.symbol)));
  try {
    const { price } = markedAt(core, time);
    return { positions: priced(price) };
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    return { positions: priced(() => Number.NaN), missing: error.message };
  }
}

function withPrice(position: HeldPosition, price: number): PositionThen {
  const { quantity, averagePrice } = position;
  if (Number.isNaN(price)) return { ...position, price: null, marketValue: null, unrealizedPnl: null };
  return { ...position, price, marketValue: quantity * price, unrealizedPnl: quantity * (price - averagePrice) + 0 };
}

function sumOf(positions: readonly PositionThen[], of: (value: number) => number): number | null {
  let sum = 0;
  for (const { marketValue } of positions) {
    if (marketValue === null) return null;
    sum += of(marketValue);
  }
  return sum;
}

function cashAt(core: SessionCore, time: number): number {
  const { initialCapital } = core;
  const { fills, cash } = until(ledgerMaterialOf(core), time);
  // The same additions in the same order as the account's own: what is paid at a step comes before its fills.
  let balance = initialCapital;
  let paid = 0;
  for (let row = 0; row <= fills.length; row++) {
    const now = row < fills.length ? fills.time(row) : Number.POSITIVE_INFINITY;
    for (; paid < cash.length && (cash[paid].time ?? now) <= now; paid++) balance += cash[paid].amount;
    if (row === fills.length) break;
    const signed = fills.side(row) === "buy" ? fills.quantity(row) : -fills.quantity(row);
    balance += -(signed * fills.price(row));
    balance -= fills.commission(row);
  }
  return balance;
}

function peakOf({ content: { curve }, initialCapital }: SessionCore, place: number): number {
  let peak = place < 0 ? initialCapital : curve.equity[0];
  for (let at = 1; at <= place; at++) peak = Math.max(peak, curve.equity[at]);
  return peak;
}
