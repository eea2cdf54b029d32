import { defined } from "../statistics/defined";
import { deviation } from "../statistics/moments";
import { isActiveFlat } from "../statistics/pairs";
import { metricOf } from "./metric";

/**
 * Annual standard deviation of the active returns, with `n − 1` in the variance, a fraction. 0 at zero variance;
 * `null` below two pairs.
 */
export const trackingError = metricOf("benchmark", {
  title: "Tracking error (annual)",
  unit: "fraction",
  better: "none",
  formula: "std(r − b)·√N",
  value({ pairs, periodsPerYear }) {
    if (pairs.count < 2) return null;
    return isActiveFlat(pairs) ? 0 : defined(deviation(pairs.active) * Math.sqrt(periodsPerYear));
  },
});
