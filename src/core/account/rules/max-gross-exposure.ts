import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedLimit, exceeds, type RiskRule } from "../risk";

/**
 * Denies an order that would bring the sum of the absolute market values of all positions, working orders counted in,
 * above `maximum` times the equity. Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Fraction of the equity; 0.8 is four fifths.
 */
export function maxGrossExposure(maximum: number): RiskRule;
export function maxGrossExposure(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxGrossExposure", more);
  checkedLimit("maximum of maxGrossExposure", maximum);
  return own({
    name: "maxGrossExposure",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const exposure = view.grossExposureAfter(request);
      if (exposure >= 0 && !exceeds(exposure, maximum)) return undefined;
      return { code: "GROSS_EXPOSURE_EXCEEDS_MAXIMUM", details: { exposure, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes `maxGrossExposure` again from its params. */
export const maxGrossExposureMaker: Maker<RiskRule> = ({ maximum }) => maxGrossExposure(maximum);
