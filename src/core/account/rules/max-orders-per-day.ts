import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedCount, type RiskRule } from "../risk";

/**
 * Denies an order that opens a position when too many orders were accepted on its trading day, exits included. Throws
 * INVALID_OPTION unless `maximum` is a whole number of at least 1.
 *
 * @param maximum Orders of the session on a day, with the new one.
 */
export function maxOrdersPerDay(maximum: number): RiskRule;
export function maxOrdersPerDay(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxOrdersPerDay", more);
  checkedCount("maximum of maxOrdersPerDay", maximum);
  return own({
    name: "maxOrdersPerDay",
    params: Object.freeze({ maximum }),
    check(_request, view) {
      const orders = view.ordersToday + 1;
      if (orders <= maximum) return undefined;
      return { code: "ORDERS_PER_DAY_EXCEED_MAXIMUM", details: { orders, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxOrdersPerDay` again from its params. */
export const maxOrdersPerDayMaker: Maker<RiskRule> = ({ maximum }) => maxOrdersPerDay(maximum);
