import { priceBeforeSlippage, rowsOfOrders } from "../../../analysis/tracking/excursions/excursions";
import type { PriceSpans } from "../../../analysis/tracking/excursions/price-spans";
import { ledgerAt } from "../../../analysis/tracking/ledger-at";
import { type HeldPosition, positionsOf } from "../../../analysis/tracking/positions";
import { shown } from "../../../core/checks";
import type { Fill } from "../../../core/orders/fill";
import type { Order } from "../../../core/orders/order";
import { PaperLabError } from "../../../errors";
import type { SessionCore } from "../../../session/core";
import { takenBars } from "./bars";
import { type TradeRow, tradeRowsOf } from "./held";
import { recordsAt } from "./records-at";
import { ledgerMaterialOf } from "./times";

/** How one side of a trade came about. Money is currency. */
export interface TradeLeg {
  readonly order: Order;
  /** The time of the step in which it was decided, epoch milliseconds UTC. */
  readonly decidedAt: number;
  /** The last close at that step, in the shares of the first fill; `null` before the first bar, and if bars are not known. */
  readonly decisionPrice: number | null;
  /** What the strategy recorded and logged at that step. */
  readonly records: Readonly<Record<string, number | null>>;
  readonly logs: readonly string[];
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

/** A trade, and how it came about. */
export interface TradeStory {
  readonly trade: TradeRow;
  readonly entry: TradeLeg;
  /** `null` if no order closed it, but a delisting or a fraction that a split left. */
  readonly exit: TradeLeg | null;
  /** What else was held at the end of the step of its entry. */
  readonly beside: readonly HeldPosition[];
  /** Why the bars are not known; absent if they are. */
  readonly missing?: string;
}

/** Returns a trade of a session with its story. Throws INVALID_OPTION for an unknown id. */
export function tradeStory(core: SessionCore, id: string): TradeStory {
  const trades = tradeRowsOf(core);
  const trade = trades.find((one) => one.id === id);
  if (trade === undefined) throw unknownTrade(core.name, id, trades.length);
  const { spansOf, missing } = takenBars(core, [trade.symbol]);
  const spans = spansOf(trade.symbol);
  const others = ledgerAt(ledgerMaterialOf(core), trade.entryTime)
    .openLots()
    .filter(({ orderId }) => orderId !== trade.entryOrderId);
  const legOf = legsOf(core, spans);
  return {
    trade,
    entry: legOf(trade.entryOrderId) as TradeLeg,
    exit: legOf(trade.exitOrderId),
    beside: positionsOf(others, core.record.config.symbols),
    ...(missing !== undefined && { missing: missing.message }),
  };
}

function legsOf({ content }: SessionCore, spans: PriceSpans | undefined): (orderId: string) => TradeLeg | null {
  const { orders, fillRows, fills, logs } = content;
  const rows = rowsOfOrders(fillRows);
  return (orderId) => {
    const order = orders.find(({ id }) => id === orderId);
    const own = rows.get(orderId) ?? [];
    if (order === undefined || own.length === 0) return null;
    const sum = (value: (row: number) => number) => own.reduce((all, row) => all + value(row), 0);
    // In the shares of the first fill, if a split came between them.
    const shares = spans?.factorAt(fillRows.time(own[0])) ?? 1;
    const quantity = sum((row) => (fillRows.quantity(row) * (spans?.factorAt(fillRows.time(row)) ?? 1)) / shares);
    const price = sum((row) => fillRows.quantity(row) * priceBeforeSlippage(fillRows, row)) / quantity;
    const decidedAt = order.createdAt;
    const decisionPrice = closeAt(spans, decidedAt, fillRows.time(own[0]));
    const away = decisionPrice === null ? null : awayFrom(decisionPrice, price);
    return {
      order,
      decidedAt,
      decisionPrice,
      records: recordsAt(content, decidedAt),
      logs: logs.filter(({ time }) => time === decidedAt).map(({ text }) => text),
      fills: own.map((row) => fills[row]),
      gap: away === null || !decisionPrice ? null : away / decisionPrice,
      gapCost: away === null ? null : (order.side === "buy" ? away : 0 - away) * quantity,
      slippage: sum((row) => fillRows.slippage(row)),
      commission: sum((row) => fillRows.commission(row)),
    };
  };
}

// A price that slippage was taken out of is known up to its last bits.
function awayFrom(decisionPrice: number, price: number): number {
  const away = price - decisionPrice;
  return Math.abs(away) <= 1e-12 * Math.abs(decisionPrice) ? 0 : away;
}

// The last close at a time, in the shares of another.
function closeAt(spans: PriceSpans | undefined, time: number, shares: number): number | null {
  if (spans === undefined) return null;
  const row = spans.countUntil(time) - 1;
  return row < 0 ? null : (spans.bars.close[row] / spans.factorAt(spans.bars.time[row])) * spans.factorAt(shares);
}

function unknownTrade(session: string, id: string, count: number): PaperLabError {
  const known = count === 0 ? "no trade" : count === 1 ? "only trade-1" : `trade-1 to trade-${count}`;
  return new PaperLabError("INVALID_OPTION", `Unknown trade ${shown(id)} of session "${session}", which has ${known}`);
}
