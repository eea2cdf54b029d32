import { defined } from "../statistics/defined";
import { deviation, isFlat } from "../statistics/moments";
import { metricOf } from "./metric";

/**
 * Annual Sharpe ratio, arithmetic, with `n − 1` in the variance. `null` below two returns and at zero variance.
 * Source: Sharpe (1994), The Sharpe Ratio.
 */
export const sharpe = metricOf("returns", {
  title: "Sharpe ratio",
  unit: "ratio",
  better: "higher",
  formula: "mean(r − rf)/std(r)·√N",
  value({ moments, periodsPerYear, riskFree }) {
    if (moments.count < 2 || isFlat(moments)) return null;
    return defined(((moments.mean - riskFree) / deviation(moments)) * Math.sqrt(periodsPerYear));
  },
});
