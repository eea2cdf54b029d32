import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies a single order of more than some units. Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Units: shares, contracts or coins.
 */
export function maxOrderQuantity(maximum: number): RiskRule;
export function maxOrderQuantity(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxOrderQuantity", more);
  checkedLimit("maximum of maxOrderQuantity", maximum);
  return own({
    name: "maxOrderQuantity",
    params: Object.freeze({ maximum }),
    check({ quantity }) {
      if (!exceeds(quantity, maximum)) return undefined;
      return { code: "ORDER_QUANTITY_EXCEEDS_MAXIMUM", details: { quantity, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxOrderQuantity` again from its params. */
export const maxOrderQuantityMaker: Maker<RiskRule> = ({ maximum }) => maxOrderQuantity(maximum);
