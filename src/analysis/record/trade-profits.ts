import type { Trade } from "../../core/orders/trade";

/** The results of round trips, by index. */
export interface TradeProfits {
  readonly length: number;
  /** After all costs, currency. */
  netPnl(place: number): number;
  /** Quantity times entry price, currency. */
  entryNotional(place: number): number;
}

/** Reads the results of round trips from the trades. */
export function profitsOf(trades: readonly Trade[]): TradeProfits {
  return {
    length: trades.length,
    netPnl: (place) => trades[place].netPnl,
    entryNotional: (place) => trades[place].quantity * trades[place].entryPrice,
  };
}
