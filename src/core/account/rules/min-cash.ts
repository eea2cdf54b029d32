import { checkNoMore, expected } from "../../checks";
import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";

/**
 * Denies an order that would leave less cash than a sum of money, working orders counted in, at the last closes and
 * without costs. What short sales bring does not count. Throws INVALID_OPTION unless `minimum` is a number of at least 0.
 *
 * @param minimum Currency.
 */
export function minCash(minimum: number): RiskRule;
export function minCash(minimum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("minCash", more);
  if (!(Number.isFinite(minimum) && minimum >= 0))
    throw expected("minimum of minCash", "a number of at least 0", minimum);
  return own({
    name: "minCash",
    params: Object.freeze({ minimum }),
    check(request, view) {
      const cash = view.cashAfter(request);
      // The last bit of a sum is no money.
      if (cash >= minimum - 1e-9 * Math.max(minimum, view.equity)) return undefined;
      return { code: "CASH_BELOW_MINIMUM", details: { cash, minimum } };
    },
  } satisfies RiskRule);
}

/** Makes `minCash` again from its params. */
export const minCashMaker: Maker<RiskRule> = ({ minimum }) => minCash(minimum);
