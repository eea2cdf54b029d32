import type { Denial } from "../orders/denial";
import type { OrderRequest } from "../orders/order";
import type { Position } from "./position";

/** What a risk rule can see: the portfolio, including working orders. */
export interface RiskView {
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  /** Returns the position in a symbol, with quantity 0 if nothing is held. */
  position(symbol: string): Position;
  /** Returns the units of a symbol once all its working orders are filled; negative when short. */
  projectedQuantity(symbol: string): number;
  /** Returns the last close of a symbol. */
  price(symbol: string): number;
}

/**
 * A check before an order is accepted. Orders that reduce a position always pass. A rule has no memory of its own: the
 * same request and view give the same answer.
 */
export interface RiskRule {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Returns why the request is denied, or nothing if it is not. */
  check(request: Readonly<OrderRequest>, view: RiskView): Denial | undefined;
}
