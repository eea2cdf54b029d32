import type { Trade } from "../core/trade";
import type { TradePart } from "./trade-part";

/** A trade as the ledger keeps it: later parts are added to the same object. */
export type MutableTrade = { -readonly [Key in keyof Trade]: Trade[Key] };

/** Returns a trade of one part. */
export function newTrade(id: string, part: Readonly<TradePart>): MutableTrade {
  const { quantity, entry, exit, entryCommission, exitCommission, slippage } = part;
  const grossPnl = grossOf(part);
  const netPnl = grossPnl - entryCommission - exitCommission;
  const trade: MutableTrade = {
    id,
    symbol: entry.symbol,
    direction: entry.side === "buy" ? "long" : "short",
    quantity,
    entryOrderId: entry.orderId,
    exitOrderId: exit.orderId,
    entryTime: entry.time,
    exitTime: exit.time,
    entryPrice: entry.price,
    exitPrice: exit.price,
    entryCommission,
    exitCommission,
    slippage,
    dividends: 0,
    borrow: 0,
    grossPnl,
    netPnl,
    returnOnEntry: over(netPnl, quantity * entry.price),
  };
  const tag = entry.tag ?? exit.tag;
  if (tag !== undefined) trade.tag = tag;
  return trade;
}

/** Adds a later part to a trade: quantities and profits are summed, prices averaged by quantity. */
export function mergeTrade(trade: MutableTrade, part: Readonly<TradePart>): void {
  trade.quantity += part.quantity;
  const share = part.quantity / trade.quantity;
  trade.entryPrice += (part.entry.price - trade.entryPrice) * share;
  trade.exitPrice += (part.exit.price - trade.exitPrice) * share;
  trade.entryTime = Math.min(trade.entryTime, part.entry.time);
  trade.exitTime = Math.max(trade.exitTime, part.exit.time);
  trade.entryCommission += part.entryCommission;
  trade.exitCommission += part.exitCommission;
  trade.slippage += part.slippage;
  trade.grossPnl += grossOf(part);
  trade.netPnl = trade.grossPnl - trade.entryCommission - trade.exitCommission + trade.dividends - trade.borrow;
  trade.returnOnEntry = over(trade.netPnl, trade.quantity * trade.entryPrice);
  const tag = trade.tag ?? part.entry.tag ?? part.exit.tag;
  if (tag !== undefined) trade.tag = tag;
}

function grossOf({ quantity, entry, exit }: Readonly<TradePart>): number {
  return (entry.side === "buy" ? exit.price - entry.price : entry.price - exit.price) * quantity;
}

// What was entered for nothing has no return.
function over(profit: number, notional: number): number {
  return notional === 0 ? Number.NaN : profit / notional;
}
