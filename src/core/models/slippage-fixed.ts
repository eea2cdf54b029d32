import { checkNoMore, expected } from "../checks";
import type { Side } from "../orders/order";
import { type Maker, own } from "../own";
import { leastOfPrice, type SlippageModel } from "./slippage";

/**
 * Moves the price against the order by an amount: `price + amount` for a buy, `price - amount` for a sell, which keeps at
 * least a ten-thousandth of the price unless prices may be below zero. Throws INVALID_OPTION if the amount is negative or not finite.
 *
 * @param amount Currency per unit.
 */
export function slippageFixed(amount: number): SlippageModel;
export function slippageFixed(amount: number, ...more: readonly unknown[]): SlippageModel {
  checkNoMore("slippageFixed", more);
  if (!(Number.isFinite(amount) && amount >= 0))
    throw expected("amount of slippageFixed", "a number of at least 0", amount);
  return own({
    name: "slippageFixed",
    params: Object.freeze({ amount }),
    slip: (price: number, side: Side) => {
      if (side === "buy") return price + amount;
      return price > 0 ? Math.max(price - amount, price * leastOfPrice) : price - amount;
    },
    slipAtAnyPrice: (price: number, side: Side) => (side === "buy" ? price + amount : price - amount),
  });
}

/** Makes a `slippageFixed` again from its params. */
export const slippageFixedMaker: Maker<SlippageModel> = ({ amount }) => slippageFixed(amount);
