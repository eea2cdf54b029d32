import { checkNoMore, expected } from "../checks";
import type { Side } from "../orders/order";
import { type Maker, own } from "../own";
import type { SlippageModel } from "./slippage";

/**
 * Takes half of the spread between bid and ask on each side: bars have prices of the middle, a buy pays the ask, `price *
 * (1 + bps / 20,000)`, and a sell gets the bid, `price * (1 - bps / 20,000)`. A purchase and its sale pay the whole spread
 * together. Throws INVALID_OPTION if `bps` is negative, or 20,000 or more.
 *
 * @param bps The whole spread, in hundredths of a percent of the price; 1 is 0.01 %.
 */
export function spreadBps(bps: number): SlippageModel;
export function spreadBps(bps: number, ...more: readonly unknown[]): SlippageModel {
  checkNoMore("spreadBps", more);
  if (!(Number.isFinite(bps) && bps >= 0 && bps < 20_000))
    throw expected("bps of spreadBps", "a number from 0 to 20,000", bps);
  const up = 1 + bps / 20_000;
  const down = 1 - bps / 20_000;
  return own({
    name: "spreadBps",
    params: Object.freeze({ bps }),
    isShareOfPrice: bps > 0,
    slip: (price: number, side: Side) => price * (side === "buy" ? up : down),
  });
}

/** Makes a `spreadBps` again from its params. */
export const spreadBpsMaker: Maker<SlippageModel> = ({ bps }) => spreadBps(bps);
