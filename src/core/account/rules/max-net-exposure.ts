import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule, signOf } from "../risk";

/**
 * Denies an order that would bring the sum of the market values of all positions, shorts negative and working orders
 * counted in, farther from zero than `maximum` times the equity, on the order's own side. Throws INVALID_OPTION unless
 * `maximum` is a positive number.
 *
 * @param maximum Fraction of the equity; 0.5 allows half of it net long, and half of it net short.
 */
export function maxNetExposure(maximum: number): RiskRule;
export function maxNetExposure(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxNetExposure", more);
  checkedLimit("maximum of maxNetExposure", maximum);
  return own({
    name: "maxNetExposure",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const exposure = view.netExposureAfter(request);
      if (view.equity > 0 && !exceeds(signOf(request.side) * exposure, maximum)) return undefined;
      return { code: "NET_EXPOSURE_EXCEEDS_MAXIMUM", details: { exposure, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxNetExposure` again from its params. */
export const maxNetExposureMaker: Maker<RiskRule> = ({ maximum }) => maxNetExposure(maximum);
