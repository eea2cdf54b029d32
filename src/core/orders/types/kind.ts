import type { BarColumns } from "../../market/bar";
import type { DoubtCode } from "../doubts";
import type { TimeInForce } from "../time-in-force";
import type { OrderPrice } from "./prices";

/** How the price of a fill is found. */
export interface FillRules {
  /** `"touch"`: a limit order fills when its price is touched; `"through"`: only when it is passed. */
  readonly touch: "touch" | "through";
  /** Which price of their bar market orders get. */
  readonly price: "open" | "close";
}

/** An order as its type sees it. */
export interface PricedOrder {
  readonly request: Readonly<Record<OrderPrice, number | undefined>>;
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** Why its price on the present bar is doubtful; `undefined` until its type says so. */
  doubt: DoubtCode | undefined;
}

/**
 * Finds the price of an order on the bar in one row, before slippage; `NaN` when it does not trade. Each column is best
 * read only where it decides: a bar that no strategy looked at is far away in memory.
 */
export type FindPrice = (order: PricedOrder, columns: BarColumns, row: number, rules: FillRules) => number;

/** Everything that sets one type of order apart from the others; docs/fills.md, "Price". */
export interface OrderKind {
  /** The prices that it must have; those that are not named it must not have. */
  readonly prices: readonly OrderPrice[];
  /** How long it works unless its request says so. */
  readonly timeInForce: TimeInForce;
  /**
   * Whether it takes any price: it fills on the first bar that it meets, and takes the place of other exits when it closes a
   * position.
   */
  readonly anyPrice: boolean;
  /** Whether slippage moves its price. */
  readonly slips: boolean;
  /**
   * Returns what finds the prices of one order, bar after bar. It is called once for each order, so that what the order
   * remembers between bars, and what becomes of it when it has traded in part, can be kept there.
   */
  readonly pricing: () => FindPrice;
  /** Finds its price on a bar of less than a day that it arrives inside; absent where it waits for the next bar. */
  readonly inside?: FindPrice;
}
