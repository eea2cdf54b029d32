import { checkKeys, expected, expectedOf } from "../checks";
import type { Denial } from "../orders/denial";
import type { OrderRequest, Side } from "../orders/order";
import type { TradingState } from "../orders/trading-state";
import type { Position } from "./position";

/**
 * What a risk rule can see: the portfolio, including working orders. It is one object for the whole session: what it
 * says holds while the rule is asked. Its functions throw UNKNOWN_SYMBOL, with the near match, for a symbol that the
 * session does not have.
 *
 * Where working orders are counted in, those that could fill together are: the orders of one direction, and market
 * orders that reduce a position. A limit or stop order that reduces one may never fill, so it makes no room.
 */
export interface RiskView {
  /** Epoch milliseconds UTC of the step. */
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  /** The highest equity so far, or since the trading state was last set by hand. */
  readonly peakEquity: number;
  /**
   * The last equity of the previous trading day; on the first day, the initial capital. On a day on which the trading state
   * was set by hand, the equity at that time.
   */
  readonly previousDayEquity: number;
  /** Sum of the absolute market values over equity, a fraction, once the working orders are filled. */
  readonly grossExposure: number;
  /**
   * Sum of the market values over equity, a fraction, once the working orders of one direction are filled: of the two,
   * the one farther from zero.
   */
  readonly netExposure: number;
  /** Working orders, without one that a request is to change. */
  readonly openOrders: number;
  /** Orders accepted on this trading day, without one that a request is to change. */
  readonly ordersToday: number;
  readonly tradingState: TradingState;
  /** Returns the position in a symbol, with quantity 0 if nothing is held. */
  position(symbol: string): Position;
  /** Returns the units of a symbol once all its working orders are filled; negative when short. */
  projectedQuantity(symbol: string): number;
  /** Returns the last close of a symbol. */
  price(symbol: string): number;
  /** Returns the units of a symbol after a request, once the working orders are filled; negative when short. */
  quantityAfter(request: Readonly<OrderRequest>): number;
  /**
   * Returns the absolute market value of the request's symbol over equity, a fraction, after it, once the working orders
   * are filled.
   */
  weightAfter(request: Readonly<OrderRequest>): number;
  /** Returns `grossExposure` as it would be after a request. */
  grossExposureAfter(request: Readonly<OrderRequest>): number;
  /** Returns the net exposure as it would be after a request, and the working orders of its direction. */
  netExposureAfter(request: Readonly<OrderRequest>): number;
  /**
   * Returns the cash left after a request, once the working orders are filled, at the last closes and without costs.
   * What short sales bring does not count, and as much again is set aside.
   */
  cashAfter(request: Readonly<OrderRequest>): number;
  /**
   * Returns the number of steps since a position in a symbol was closed at a loss, commissions included: 0 in the step
   * of the fill, `Infinity` if there was none. A position lasts from nothing to nothing.
   */
  stepsSinceLoss(symbol: string): number;
}

/**
 * What a rule can ask for after a step. `"HALT"`: the session is REDUCING, so nothing is opened any more. `"LIQUIDATE"`:
 * that, and everything held is closed by market orders tagged `liquidation` at the next bar.
 */
export type RiskAction = "HALT" | "LIQUIDATE";

/** An action with its reason, and how long it holds. */
export interface RiskStop {
  readonly action: RiskAction;
  /** Why, in capitals. */
  readonly code: string;
  readonly details?: Denial["details"];
  /**
   * `"day"`: to the end of the trading day; on bars of a day or longer, for the next bar. Without it, until the state
   * is set by hand.
   */
  readonly until?: "day";
}

/**
 * A check before an order is accepted, and one after each step if it has `afterStep`. Orders that reduce a position
 * always pass. A rule has no memory of its own: the same request and view give the same answer.
 */
export interface RiskRule {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /**
   * Returns why the request is denied, or nothing if it is not. A code that is not in capitals with underscores, and a
   * field of another name, fail the session.
   */
  check(request: Readonly<OrderRequest>, view: RiskView): Denial | undefined;
  /** Returns what must happen now that the step is over and its orders are accepted, or nothing. */
  afterStep?(view: RiskView): RiskAction | RiskStop | undefined;
}

/** Where the account gets the view for its rules. */
export interface RiskViews {
  /** How many working orders will be replaced by what rules are asked about. */
  gone: number;
  /** Returns the view at `time` for a request of the symbol of that index. */
  of(symbol: string, symbolIndex: number, time: number): RiskView;
}

/** 1 for a buy, -1 for a sale. */
export function signOf(side: Side): number {
  return side === "buy" ? 1 : -1;
}

/** Whether a value is above its maximum. One of exactly the maximum is not, whatever the last bit says. */
export function exceeds(value: number, maximum: number): boolean {
  // NaN, which is what nothing left of the equity leads to, is above any maximum.
  return !(value <= maximum * (1 + 1e-9));
}

/** Returns a limit of a rule if it is a positive number. Throws INVALID_OPTION. `name` is as in `maximum of maxLeverage`. */
export function checkedLimit(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw expected(name, "a positive number", value);
}

/** Returns a limit of a rule if it is a whole number of at least `least`. Throws INVALID_OPTION. */
export function checkedCount(name: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw expected(name, `a whole number of at least ${least}`, value);
}

/** Returns a limit of a rule if it is a fraction above 0 and below 1. Throws INVALID_OPTION. */
export function checkedFraction(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0 && value < 1) return value;
  throw expected(name, "a fraction above 0 and below 1, such as 0.1", value);
}

/** What a rule that looks at losses does once its limit is passed: open nothing more, or also close everything. */
export interface StopOptions {
  /** Default `"reduce"`. */
  readonly action?: "reduce" | "liquidate";
}

/** What each word of `StopOptions` asks for. */
export const stopActions: Readonly<Record<Required<StopOptions>["action"], RiskAction>> = {
  reduce: "HALT",
  liquidate: "LIQUIDATE",
};

/** Returns the action among the options of a rule. Throws INVALID_OPTION, and UNKNOWN_OPTION if one is misspelled. */
export function checkedAction(rule: string, options: StopOptions): Required<StopOptions>["action"] {
  if (typeof options !== "object" || options === null)
    throw expected(`options of ${rule}`, 'an object such as { action: "liquidate" }', options);
  checkKeys(rule, options, ["action"]);
  const { action = "reduce" } = options;
  if (typeof action === "string" && Object.hasOwn(stopActions, action)) return action;
  throw expectedOf(`action of ${rule}`, '"reduce" or "liquidate"', action, Object.keys(stopActions));
}
