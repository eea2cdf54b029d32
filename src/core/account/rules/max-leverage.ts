import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies an order that would bring the leverage above a maximum: the sum of the absolute market values of all positions
 * over the equity, working orders counted in. It is the number of `maxGrossExposure` under the name that brokers use.
 * Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Times the equity; 1 is no borrowed money.
 */
export function maxLeverage(maximum: number): RiskRule;
export function maxLeverage(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxLeverage", more);
  checkedLimit("maximum of maxLeverage", maximum);
  return own({
    name: "maxLeverage",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const leverage = view.grossExposureAfter(request);
      if (leverage >= 0 && !exceeds(leverage, maximum)) return undefined;
      return { code: "LEVERAGE_EXCEEDS_MAXIMUM", details: { leverage, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxLeverage` again from its params. */
export const maxLeverageMaker: Maker<RiskRule> = ({ maximum }) => maxLeverage(maximum);
