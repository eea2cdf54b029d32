import type { FillMarket } from "../market/liquidity/fill-market";
import type { Denial } from "../orders/denial";
import type { Side } from "../orders/order";
import { type Maker, own } from "../own";

/** How far the price moves against market and stop orders. Limit orders are not moved. */
export interface SlippageModel {
  /** The name of the function that made it, such as `"slippageBps"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Whether `market` says anything: only then is it kept. Your own models always have it. */
  readonly usesMarket?: boolean;
  /** Whether it moves a price by a share of it, which has no meaning at or below zero. */
  readonly isShareOfPrice?: boolean;
  /** Returns the price after slippage: not below `price` for a buy, not above it for a sell; positive where that is. */
  slip(price: number, side: Side, quantity: number, market: FillMarket): number;
  /** Does so where prices may be at or below zero, if that is not the same. */
  slipAtAnyPrice?(price: number, side: Side): number;
  /** Returns why it cannot tell the price of a fill. An order that opens a position is then refused. */
  refusal?(market: FillMarket): Denial | undefined;
}

/** Slippage as a session takes it: a model, or a function that returns the price after slippage. */
export type SlippageOption =
  | (Omit<SlippageModel, "name" | "usesMarket" | "isShareOfPrice" | "slipAtAnyPrice"> & { readonly name?: string })
  | SlippageModel["slip"];

/** The share of its price that a sale keeps however large an impact is, because a price is positive. */
export const leastOfPrice = 1e-4;

/**
 * Returns a price moved against an order by a fraction of it, not negative: up for a buy, down for a sell, which keeps at
 * least a ten-thousandth.
 */
export function movedAgainst(price: number, side: Side, fraction: number): number {
  return price * (side === "buy" ? 1 + fraction : Math.max(1 - fraction, leastOfPrice));
}

/** Leaves the price unchanged. */
export const noSlippage: SlippageModel = own({
  name: "noSlippage",
  params: Object.freeze({}),
  slip: (price: number) => price,
});

/** Returns `noSlippage`, which has no params. */
export const noSlippageMaker: Maker<SlippageModel> = () => noSlippage;
