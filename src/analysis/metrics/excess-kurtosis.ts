import { defined } from "../statistics/defined";
import { isFlat } from "../statistics/moments";
import { metricOf } from "./metric";

/**
 * Population excess kurtosis g2 of the returns, 0 for a normal distribution. `null` below four returns and at zero
 * variance. The probabilistic Sharpe ratio takes the raw kurtosis, which is 3 higher.
 */
export const excessKurtosis = metricOf("returns", {
  title: "Excess kurtosis",
  unit: "ratio",
  better: "lower",
  formula: "m4 / m2² − 3, population",
  value({ moments }) {
    const { count, squares, fourths } = moments;
    if (count < 4 || isFlat(moments)) return null;
    return defined(fourths / count / (squares / count) ** 2 - 3);
  },
});
