import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedCount, type RiskRule } from "../risk";

/**
 * Denies an order that opens a position while too many orders work, exits included. Throws INVALID_OPTION unless
 * `maximum` is a whole number of at least 1.
 *
 * @param maximum Working orders of the session, with the new one.
 */
export function maxOpenOrders(maximum: number): RiskRule;
export function maxOpenOrders(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxOpenOrders", more);
  checkedCount("maximum of maxOpenOrders", maximum);
  return own({
    name: "maxOpenOrders",
    params: Object.freeze({ maximum }),
    check(_request, view) {
      const orders = view.openOrders + 1;
      if (orders <= maximum) return undefined;
      return { code: "OPEN_ORDERS_EXCEED_MAXIMUM", details: { orders, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxOpenOrders` again from its params. */
export const maxOpenOrdersMaker: Maker<RiskRule> = ({ maximum }) => maxOpenOrders(maximum);
