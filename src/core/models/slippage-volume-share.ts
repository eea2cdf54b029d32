import { checkKeys, checkNoMore, expected } from "../checks";
import type { FillMarket } from "../market/liquidity/fill-market";
import type { Side } from "../orders/order";
import { type Maker, own } from "../own";
import { movedAgainst, type SlippageModel } from "./slippage";

/**
 * Moves the price against the order with the square of its share of the volume: `price * (1 + impact * share ** 2)` for a
 * buy, `1 - ...` for a sell, where share is `min(quantity / mean volume, maximum)`. The mean is that of the up to 20 bars
 * before the one that fills. Where it is 0, the price stays. The form is that of Zipline's VolumeShareSlippage, which takes
 * the volume of the filling bar itself; here nothing is known of that bar. Throws INVALID_OPTION if a number is negative
 * or not finite, or if they could move a price by all of itself.
 *
 * @param options `impact`: fraction of the price at a share of 1. `maximum`: the share beyond which the price moves no
 * further, a fraction above 0. It does not limit quantities; `volumeLimit` does.
 */
export function slippageVolumeShare(options: { impact: number; maximum: number }): SlippageModel;
export function slippageVolumeShare(
  options: { impact: number; maximum: number },
  ...more: readonly unknown[]
): SlippageModel {
  checkNoMore("slippageVolumeShare", more);
  checkKeys("slippageVolumeShare", options, ["impact", "maximum"]);
  const { impact, maximum } = options;
  if (!(Number.isFinite(impact) && impact >= 0))
    throw expected("impact of slippageVolumeShare", "a number of at least 0", impact);
  if (!(Number.isFinite(maximum) && maximum > 0))
    throw expected("maximum of slippageVolumeShare", "a number above 0", maximum);
  if (!(impact * maximum ** 2 < 1))
    throw expected("impact * maximum ** 2 of slippageVolumeShare", "below 1", impact * maximum ** 2);
  return own(
    {
      name: "slippageVolumeShare",
      params: Object.freeze({ impact, maximum }),
      usesMarket: true,
      isShareOfPrice: impact > 0,
      slip(price: number, side: Side, quantity: number, { meanVolume }: FillMarket): number {
        if (!(meanVolume > 0)) return price;
        const share = Math.min(quantity / meanVolume, maximum);
        return movedAgainst(price, side, impact * share ** 2);
      },
    },
    0,
  );
}

/** Makes a `slippageVolumeShare` again from its params. */
export const slippageVolumeShareMaker: Maker<SlippageModel> = ({ impact, maximum }) =>
  slippageVolumeShare({ impact, maximum });
