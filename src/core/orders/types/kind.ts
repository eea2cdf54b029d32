import type { BarColumns } from "../../market/bar";
import type { DoubtCode } from "../doubts";
import type { TimeInForce } from "../time-in-force";
import type { OrderPrice } from "./prices";

/** How fill prices are found. */
export interface FillRules {
  /** `"touch"`: a limit order fills when its price is touched. `"through"`: only when the market goes beyond it. */
  readonly touch: "touch" | "through";
  /** Which price of the bar market orders get. */
  readonly price: "open" | "close";
}

/** An order as its type sees it. */
export interface PricedOrder {
  readonly request: Readonly<Record<OrderPrice, number | undefined>>;
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** Whether its price on the present bar is its limit, not the open. Set it with each price of a limit. */
  isMaker: boolean;
  /** Why its price on the present bar is doubtful; `undefined` until its type says so. */
  doubt: DoubtCode | undefined;
}

/**
 * Finds the price of an order on the bar in one row, before slippage; `NaN` if it does not trade. Read each column
 * only where it decides something: a bar that no strategy looked at is not in the cache.
 */
export type FindPrice = (order: PricedOrder, columns: BarColumns, row: number, rules: FillRules) => number;

/** Everything that distinguishes one type of order from the others; docs/fills.md, "Price". */
export interface OrderKind {
  /** The prices that it must have. It must not have any others. */
  readonly prices: readonly OrderPrice[];
  /** How long it works if its request does not say. */
  readonly timeInForce: TimeInForce;
  /**
   * Whether it takes any price. Such an order fills on the first bar that it meets, and replaces other exits when it
   * closes a position.
   */
  readonly anyPrice: boolean;
  /** Whether slippage moves its price. */
  readonly slips: boolean;
  /**
   * Returns a function that finds the prices of one order, bar after bar. It is called once per order. What the order
   * remembers between bars, and what happens after a partial fill, can be kept in its closure.
   */
  readonly pricing: () => FindPrice;
  /** Finds its price on an intraday bar inside which it arrives; absent if it waits for the next bar. */
  readonly inside?: FindPrice;
}
