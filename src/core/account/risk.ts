import type { Denial } from "../orders/denial";
import type { OrderRequest } from "../orders/order";
import type { Position } from "./position";

/** What a risk rule can see: the portfolio, and the working orders counted in. */
export interface RiskView {
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  /** What is held of a symbol; quantity 0 when nothing is. */
  position(symbol: string): Position;
  /** Units of a symbol once all its working orders were filled; negative when short. */
  projectedQuantity(symbol: string): number;
  /** Last close of a symbol. */
  price(symbol: string): number;
}

/**
 * A check before an order is accepted. Orders that reduce a position always pass. A rule has no memory of its own: the
 * same request and view give the same answer.
 */
export interface RiskRule {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Returns why the request is denied, or nothing. */
  check(request: Readonly<OrderRequest>, view: RiskView): Denial | undefined;
}
