import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies an order that would bring the absolute market value of its symbol, working orders counted in, above a sum of
 * money. Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Currency, at the last close.
 */
export function maxPositionNotional(maximum: number): RiskRule;
export function maxPositionNotional(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxPositionNotional", more);
  checkedLimit("maximum of maxPositionNotional", maximum);
  return own({
    name: "maxPositionNotional",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const notional = Math.abs(view.quantityAfter(request) * view.price(request.symbol));
      if (!exceeds(notional, maximum)) return undefined;
      return { code: "POSITION_NOTIONAL_EXCEEDS_MAXIMUM", details: { notional, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxPositionNotional` again from its params. */
export const maxPositionNotionalMaker: Maker<RiskRule> = ({ maximum }) => maxPositionNotional(maximum);
