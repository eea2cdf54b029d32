import type { Side } from "./order";

/** Why a fill may be better than the market would have given: the closed list of FILL doubts. */
export type DoubtCode =
  | "LIMIT_TOUCHED"
  | "LATENCY_INSIDE_BAR"
  | "STOP_LIMIT_INSIDE_BAR"
  | "EXIT_ON_ENTRY_BAR"
  | "TWO_OF_A_GROUP";

/** One execution of (part of) an order. */
export interface Fill {
  /** `fill-1`, `fill-2`, ... in the order they happened. */
  readonly id: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: Side;
  /** Positive; shares, contracts or coins. */
  readonly quantity: number;
  /** Price paid or received for one unit, slippage included. */
  readonly price: number;
  /** Currency, not negative. */
  readonly commission: number;
  /** Currency cost against the price before slippage, not negative. */
  readonly slippage: number;
  /** The `time` of the filling bar, epoch milliseconds UTC. */
  readonly time: number;
  readonly tag?: string;
  readonly doubtful?: DoubtCode;
}
