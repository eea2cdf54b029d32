import type { Side } from "../orders/order";
import { type Maker, own } from "../own";

/** How far the price moves against market and stop orders. Limit orders are not moved. */
export interface SlippageModel {
  /** The name of the function that made it, such as `"slippageBps"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Returns the price after slippage: not below `price` for a buy, not above it for a sell, always positive. */
  slip(price: number, side: Side, quantity: number): number;
}

/** Leaves the price unchanged. */
export const noSlippage: SlippageModel = own({
  name: "noSlippage",
  params: Object.freeze({}),
  slip: (price: number) => price,
});

/** Returns `noSlippage`, which has no params. */
export const noSlippageMaker: Maker<SlippageModel> = () => noSlippage;
