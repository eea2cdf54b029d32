import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies a single order worth more than a sum of money. Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Currency, at the last close.
 */
export function maxOrderNotional(maximum: number): RiskRule;
export function maxOrderNotional(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxOrderNotional", more);
  checkedLimit("maximum of maxOrderNotional", maximum);
  return own({
    name: "maxOrderNotional",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const notional = request.quantity * Math.abs(view.price(request.symbol));
      if (!exceeds(notional, maximum)) return undefined;
      return { code: "ORDER_NOTIONAL_EXCEEDS_MAXIMUM", details: { notional, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxOrderNotional` again from its params. */
export const maxOrderNotionalMaker: Maker<RiskRule> = ({ maximum }) => maxOrderNotional(maximum);
