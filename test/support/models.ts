import { type FillMarket, unaskedMarket } from "../../src/core/market/liquidity/fill-market";
import type { ChargedSoFar } from "../../src/core/models/commission";

/** What an order has paid before a fill: nothing, except for `some`. */
export function charged(some: Partial<ChargedSoFar> = {}): ChargedSoFar {
  return { filledQuantity: 0, filledNotional: 0, makerNotional: 0, chargedCommission: 0, isMaker: false, ...some };
}

/** The market of a fill of which nothing is known, except for `some`. */
export function market(some: Partial<FillMarket> = {}): FillMarket {
  return { ...unaskedMarket, ...some };
}
