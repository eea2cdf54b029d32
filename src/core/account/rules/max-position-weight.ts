import { checkNoMore, expected } from "../../checks";
import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";

/**
 * Denies an order that would bring the absolute market value of its symbol, working orders counted in, above `maximum`
 * times the equity. Throws INVALID_OPTION unless `maximum` is a positive number.
 *
 * @param maximum Fraction of the equity; 0.25 is a quarter.
 */
export function maxPositionWeight(maximum: number): RiskRule;
export function maxPositionWeight(maximum: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxPositionWeight", more);
  if (!(Number.isFinite(maximum) && maximum > 0))
    throw expected("maximum of maxPositionWeight", "a positive number", maximum);
  return own({
    name: "maxPositionWeight",
    params: Object.freeze({ maximum }),
    check(request, view) {
      const weight = view.weightAfter(request);
      // A weight of exactly the maximum is allowed, whatever the last bit says.
      if (weight >= 0 && weight <= maximum * (1 + 1e-9)) return undefined;
      return { code: "POSITION_WEIGHT_EXCEEDS_MAXIMUM", details: { weight, maximum } };
    },
  } satisfies RiskRule);
}

/** Makes a `maxPositionWeight` again from its params. */
export const maxPositionWeightMaker: Maker<RiskRule> = ({ maximum }) => maxPositionWeight(maximum);
