import { defined } from "../statistics/defined";
import { deviation, isFlat } from "../statistics/moments";
import { metricOf } from "./metric";

/**
 * Annual standard deviation of the returns, with `n − 1` in the variance, a fraction. 0 at zero variance; `null` below
 * two returns.
 */
export const annualVolatility = metricOf("returns", {
  title: "Volatility (annual)",
  unit: "fraction",
  better: "lower",
  formula: "std(r)·√N",
  value({ moments, periodsPerYear }) {
    if (moments.count < 2) return null;
    return isFlat(moments) ? 0 : defined(deviation(moments) * Math.sqrt(periodsPerYear));
  },
});
