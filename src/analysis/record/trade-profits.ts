import type { Trade } from "../../core/orders/trade";

/** What round trips brought, by place. */
export interface TradeProfits {
  readonly length: number;
  /** After all costs, currency. */
  netPnl(place: number): number;
  /** Quantity times entry price, currency. */
  entryNotional(place: number): number;
}

/** Reads what round trips brought from the trades themselves. */
export function profitsOf(trades: readonly Trade[]): TradeProfits {
  return {
    length: trades.length,
    netPnl: (place) => trades[place].netPnl,
    entryNotional: (place) => trades[place].quantity * trades[place].entryPrice,
  };
}
