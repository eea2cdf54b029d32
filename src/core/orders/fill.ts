import type { DoubtCode } from "./doubts";
import type { Side } from "./order";

export type { DoubtCode } from "./doubts";

/** One execution of an order, or of part of it. */
export interface Fill {
  /** `fill-1`, `fill-2`, ... in the order they happened. */
  readonly id: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: Side;
  /** Positive; shares, contracts or coins. */
  readonly quantity: number;
  /** Price paid or received for one unit, including slippage. */
  readonly price: number;
  /** Currency, not negative. */
  readonly commission: number;
  /** Cost compared with the price before slippage; currency, not negative. */
  readonly slippage: number;
  /** The `time` of the filling bar, epoch milliseconds UTC. */
  readonly time: number;
  readonly tag?: string;
  readonly doubtful?: DoubtCode;
}
