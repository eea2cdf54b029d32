import { checkNoMore, expected } from "../checks";
import { type Maker, own } from "../own";
import type { SlippageModel } from "./slippage";

/**
 * Moves the price against the order by a share of the price: to `price * (1 + bps / 10,000)` for a buy,
 * `price * (1 - bps / 10,000)` for a sell. Throws INVALID_OPTION if `bps` is negative, or 10,000 or more.
 *
 * @param bps Hundredths of a percent of the price; 1 is 0.01 %.
 */
export function slippageBps(bps: number): SlippageModel;
export function slippageBps(bps: number, ...more: readonly unknown[]): SlippageModel {
  checkNoMore("slippageBps", more);
  if (!(Number.isFinite(bps) && bps >= 0 && bps < 10_000))
    throw expected("bps of slippageBps", "a number from 0 to 10,000", bps);
  const up = 1 + bps / 10_000;
  const down = 1 - bps / 10_000;
  return own({
    name: "slippageBps",
    params: Object.freeze({ bps }),
    isShareOfPrice: bps > 0,
    slip: (price: number, side: "buy" | "sell") => price * (side === "buy" ? up : down),
  });
}

/** Makes a `slippageBps` again from its params. */
export const slippageBpsMaker: Maker<SlippageModel> = ({ bps }) => slippageBps(bps);
