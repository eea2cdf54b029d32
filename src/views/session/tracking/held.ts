import type { FillRows } from "../../../analysis/record/fill-rows";
import { type FlatTrip, flatTrips } from "../../../analysis/record/flat-to-flat";
import type { Excursion, IsClosing } from "../../../analysis/tracking/excursions/excursions";
import { partsOfTrades } from "../../../analysis/tracking/excursions/parts-of-trades";
import { excursionsOf } from "../../../analysis/tracking/excursions/trade-excursions";
import { tripExcursionsOf } from "../../../analysis/tracking/excursions/trip-excursions";
import { dayLength } from "../../../core/days";
import type { Order } from "../../../core/orders/order";
import type { Trade } from "../../../core/orders/trade";
import type { SessionCore } from "../../../session/core";
import { takenBars } from "./bars";
import { ledgerMaterialOf } from "./times";

/** A trade, how long it was held, and how far its profit went meanwhile. */
export interface TradeRow extends Trade, Excursion {
  /** From the first entry fill to the last exit fill. Between two trading days it is a whole number. */
  readonly days: number;
}

/** A round trip of a symbol from flat to flat, however often it was added to or reduced. Money is currency. */
export interface RoundTripRow extends Excursion {
  /** `round-trip-1`, `round-trip-2`, ... in the order in which they ended. */
  readonly id: string;
  readonly symbol: string;
  readonly direction: "long" | "short";
  /** The most units that were held at once. */
  readonly quantity: number;
  /** How many fills had a part in it. */
  readonly fills: number;
  /** Epoch milliseconds UTC of the first and of the last fill. */
  readonly entryTime: number;
  readonly exitTime: number;
  /** Quantity times price of all its entries. */
  readonly entryNotional: number;
  readonly commission: number;
  /** Already in the prices. */
  readonly slippage: number;
  /** Negative if it was short and paid. */
  readonly dividends: number;
  readonly borrow: number;
  /** Profit from prices alone. */
  readonly grossPnl: number;
  /** Profit after commissions, dividends and borrow. */
  readonly netPnl: number;
  /** `netPnl` over `entryNotional`, a fraction. */
  readonly returnOnEntry: number;
  readonly days: number;
  /** The tag of the fill that began it. */
  readonly tag?: string;
}

/** Excursions as they were when a session stood where it stands. */
interface Known {
  readonly stand: string;
  readonly excursions: readonly Excursion[];
}

const known = { trades: new WeakMap<SessionCore, Known>(), trips: new WeakMap<SessionCore, Known>() };

/** Returns every trade of a session with its excursion. The bars are read once as long as the session stands still. */
export function tradeRowsOf(core: SessionCore): TradeRow[] {
  const { trades, fillRows } = core.content;
  const excursions = keptExcursions(known.trades, core, trades.length, () =>
    excursionsOf(
      trades,
      partsOfTrades(ledgerMaterialOf(core)),
      fillRows,
      takenBars(core, symbolsOf(trades)).spansOf,
      closingOf(core),
    ),
  );
  return trades.map((trade, at) => withExcursion(trade, daysBetween(core, trade), excursions[at]));
}

/** Returns every round trip of a session from flat to flat, with its excursion. */
export function roundTripRowsOf(core: SessionCore): RoundTripRow[] {
  const { fillRows, cash, actions } = core.content;
  const trips = flatTrips(fillRows, (symbol) => core.lotSize(symbol), cash, actions);
  const excursions = keptExcursions(known.trips, core, trips.length, () =>
    tripExcursionsOf(trips, fillRows, actions, takenBars(core, symbolsOf(trips)).spansOf, closingOf(core)),
  );
  return trips.map((trip, at) => roundTripRow(core, `round-trip-${at + 1}`, trip, fillRows, excursions[at]));
}

// Which fills are those of the close of their bar: of orders for the close, of market orders in a session that fills them there, and
// what a session closes at its end, in the step that it is ordered. Orders are read when one is asked about.
function closingOf({ content, options }: SessionCore): IsClosing {
  const { fillRows } = content;
  const isFilledAtClose = options.fill?.price === "close";
  let orders: ReadonlyMap<string, Order> | undefined;
  return (row) => {
    orders ??= new Map(content.orders.map((order) => [order.id, order]));
    const order = orders.get(fillRows.orderId(row));
    if (order === undefined) return isFilledAtClose;
    const isForClose = order.type === "marketOnClose" || (order.type === "market" && isFilledAtClose);
    return isForClose || order.createdAt === fillRows.time(row);
  };
}

// Spreading forty thousand trades would take ten times as long. The trades of a content are the caller's own.
function withExcursion(trade: Trade, days: number, excursion: Excursion): TradeRow {
  const row = trade as { -readonly [Key in keyof TradeRow]: TradeRow[Key] };
  row.days = days;
  row.bars = excursion.bars;
  row.adverseExcursion = excursion.adverseExcursion;
  row.favorableExcursion = excursion.favorableExcursion;
  return row;
}

function roundTripRow(
  core: SessionCore,
  id: string,
  trip: FlatTrip,
  fillRows: FillRows,
  excursion: Excursion,
): RoundTripRow {
  const { exitTime, entered, cash: netPnl } = trip;
  const entryTime = fillRows.time(trip.firstRow);
  const tag = fillRows.tag(trip.firstRow);
  const row: { -readonly [Key in keyof RoundTripRow]: RoundTripRow[Key] } = {
    id,
    symbol: trip.symbol,
    direction: trip.sign > 0 ? "long" : "short",
    quantity: trip.most,
    fills: trip.fills,
    entryTime,
    exitTime,
    entryNotional: entered,
    commission: trip.commission,
    slippage: trip.slippage,
    dividends: trip.dividends,
    borrow: trip.borrow,
    grossPnl: netPnl + trip.commission - trip.dividends + trip.borrow,
    netPnl,
    returnOnEntry: entered === 0 ? Number.NaN : netPnl / entered,
    days: daysBetween(core, { entryTime, exitTime }),
    bars: excursion.bars,
    adverseExcursion: excursion.adverseExcursion,
    favorableExcursion: excursion.favorableExcursion,
  };
  if (tag !== undefined) row.tag = tag;
  return row;
}

function symbolsOf(rows: readonly { readonly symbol: string }[]): string[] {
  return [...new Set(rows.map(({ symbol }) => symbol))];
}

function daysBetween({ daily }: SessionCore, { entryTime, exitTime }: Pick<Trade, "entryTime" | "exitTime">): number {
  const days = (exitTime - entryTime) / dayLength;
  // Between two trading days there is a whole number of days, even if the exchange's clocks change.
  return daily ? Math.round(days) : days;
}

function keptExcursions(
  kept: WeakMap<SessionCore, Known>,
  core: SessionCore,
  count: number,
  compute: () => Excursion[],
): readonly Excursion[] {
  const { steps, fillRows } = core.content;
  const stand = `${steps} ${fillRows.length} ${count}`;
  const before = kept.get(core);
  if (before?.stand === stand) return before.excursions;
  const excursions = compute();
  // Files that have moved may come back.
  if (excursions.some(({ bars }) => bars !== null)) kept.set(core, { stand, excursions });
  return excursions;
}
