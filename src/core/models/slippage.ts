import type { Side } from "../orders/order";
import { own } from "../own";

/** How far the price moves against an order that takes what it finds. Limit orders are not moved. */
export interface SlippageModel {
  /** The name of the function that made it, as `"slippageBps"`. */
  readonly name: string;
  /** Its parameters, plain numbers, from which paperlab makes its own again; a model of yours needs none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Returns the price after slippage: not below `price` for a buy, not above it for a sell, always positive. */
  slip(price: number, side: Side, quantity: number): number;
}

/** Moves nothing. */
export const noSlippage: SlippageModel = own({
  name: "noSlippage",
  params: Object.freeze({}),
  slip: (price: number) => price,
});
