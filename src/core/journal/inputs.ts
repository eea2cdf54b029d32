import type { OrderChanges, OrderRequest } from "../orders/order";
import type { TradingState } from "../orders/trading-state";

/** What can be asked for by hand, by kind. */
export interface HandRequests {
  readonly order: OrderRequest;
  readonly cancel: { readonly id: string };
  readonly replace: { readonly id: string; readonly changes: OrderChanges };
  /** Without a symbol, everything is closed. */
  readonly close: { readonly symbol?: string };
  readonly tradingState: { readonly state: TradingState };
}

/** One thing that a person asks a session for, from a cell. */
export type HandRequest = {
  [Kind in keyof HandRequests]: { readonly kind: Kind; readonly request: Readonly<HandRequests[Kind]> };
}[keyof HandRequests];

/** A request by hand that took effect, and when. A session that is run again repeats it there. */
export type SessionInput = HandRequest & {
  /** From 1, in order. */
  readonly number: number;
  /** How many steps the session had taken. */
  readonly step: number;
  /** Time of the last of them, epoch milliseconds UTC. */
  readonly time: number;
  /** The order that it made; absent if it is no plain order. */
  readonly orderId?: string;
};
