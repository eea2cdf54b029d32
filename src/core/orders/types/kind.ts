import type { BarColumns } from "../../market/bar";
import type { DoubtCode } from "../doubts";
import type { TimeInForce } from "../time-in-force";
import type { OrderPrice, RareTerms } from "./terms";

/** How fill prices are found. */
export interface FillRules {
  /** `"touch"`: a limit order fills when its price is touched. `"through"`: only when the market goes beyond it. */
  readonly touch: "touch" | "through";
  /** Which price of the bar market orders get. */
  readonly price: "open" | "close";
}

/** When an order fills within its bar: at the open, somewhere inside, or at the close. */
export type FillMoment = "open" | "inside" | "close";

/** An order as its type sees it. */
export interface PricedOrder {
  readonly request: Readonly<Record<OrderPrice, number | undefined>> & {
    readonly timeInForce: TimeInForce;
    readonly rare?: RareTerms | undefined;
  };
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** Why its price on the present bar is doubtful; `undefined` until its type says so. */
  doubt: DoubtCode | undefined;
  /** When its price on the present bar is had; `"open"` until its type says otherwise. */
  moment: FillMoment;
  /** What its type remembers between bars. */
  readonly waiting: Waiting;
}

/** What an order remembers between bars that waits for a price. Those that take any price share one, and never change it. */
export class Waiting {
  /** At first its symbol's close when the order was accepted. */
  memory: number;
  /** Whether the market has triggered it. */
  triggered = false;
  /** After a bar without a fill: it can fill, or has something to remember, only on a bar whose low is not above this ... */
  below = Number.POSITIVE_INFINITY;
  /** ... or whose high is not below this. */
  above = Number.POSITIVE_INFINITY;

  /** Whether a level that is computed from `memory` has at most 12 digits, as people write prices. */
  isWritten = false;

  constructor(memory: number) {
    this.memory = memory;
  }
}

/**
 * Finds the price of an order on the bar in one row, before slippage; `NaN` if it does not trade. Read each column
 * only where it decides something: a bar that no strategy looked at is not in the cache.
 */
export type FindPrice = (order: PricedOrder, columns: BarColumns, row: number, rules: FillRules) => number;

/** Everything that distinguishes one type of order from the others; docs/broker.md, "Orders". */
export interface OrderKind {
  /** The prices that it must have. It must not have any others. */
  readonly prices: readonly OrderPrice[];
  /** Whether it must have either a `trailFraction` or a `trailAmount`. */
  readonly trails?: true;
  /** How long it works if its request does not say. */
  readonly timeInForce: TimeInForce;
  /** What its request can say about that. */
  readonly timesInForce: readonly TimeInForce[];
  /**
   * Whether it takes any price. Such an order fills on the first bar that it meets, and replaces other exits when it
   * closes a position.
   */
  readonly anyPrice: boolean;
  /** Which kind of exit it is if it reduces a position; absent if it takes any price. */
  readonly exit?: "limit" | "stop";
  /** The auction that it waits for. */
  readonly auction?: "open" | "close";
  /** Whether slippage moves its price. */
  readonly slips: boolean;
  /** Finds the prices of an order, bar after bar. */
  readonly findPrice: FindPrice;
  /** Finds its price on an intraday bar inside which it arrives; absent if it waits for the next bar. */
  readonly inside?: FindPrice;
  /** Takes in a bar that the order could not fill on, or did not. */
  readonly observe?: (order: PricedOrder, columns: BarColumns, row: number) => void;
}
