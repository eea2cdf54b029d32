import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies a limit order whose limit is too far from the market, above or below: often a slip of the keyboard. Throws
 * INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Fraction of the last close; 0.05 allows 5 % on both sides.
 */
export function priceCollar(maximum: number): RiskRule;
export function priceCollar(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("priceCollar", more);
  checkedLimit("maximum of priceCollar", maximum);
  return own({
    name: "priceCollar",
    params: Object.freeze({ maximum }),
    check({ symbol, limitPrice }, view) {
      if (limitPrice === undefined) return undefined;
      const price = view.price(symbol);
      if (!exceeds(Math.abs(limitPrice - price), maximum * Math.abs(price))) return undefined;
      return { code: "PRICE_OUTSIDE_COLLAR", details: { limitPrice, price, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `priceCollar` again from its params. */
export const priceCollarMaker: Maker<RiskRule> = ({ maximum }) => priceCollar(maximum);
