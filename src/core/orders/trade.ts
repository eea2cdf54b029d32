/**
 * A round trip: one entry order matched first in, first out with one exit order of the same symbol. Quantities and
 * profits of several lots are summed, prices are averaged by quantity. Money is in the session's currency, unrounded.
 */
export interface Trade {
  /** `trade-1`, `trade-2`, ... in the order of their first exit fill. */
  readonly id: string;
  readonly symbol: string;
  readonly direction: "long" | "short";
  readonly quantity: number;
  readonly entryOrderId: string;
  /** `order-0` if no order closed it, but a delisting or a fraction that a split left; its tag says which. */
  readonly exitOrderId: string;
  /** Epoch milliseconds UTC of the first entry fill. */
  readonly entryTime: number;
  /** Epoch milliseconds UTC of the last exit fill. */
  readonly exitTime: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly entryCommission: number;
  readonly exitCommission: number;
  /** Cost of slippage on both sides, currency. Already in the prices. */
  readonly slippage: number;
  /** What it got while it was open, negative if it was short and paid. */
  readonly dividends: number;
  readonly borrow: number;
  /** Profit from prices alone. */
  readonly grossPnl: number;
  /** Profit after commissions, dividends and borrow. */
  readonly netPnl: number;
  /** `netPnl` over the entry notional, a fraction. */
  readonly returnOnEntry: number;
  /** The tag of the entry fill, or else of the exit fill. */
  readonly tag?: string;
}
