import { quantileOf } from "../statistics/tail";
import { metricOf } from "./metric";

/**
 * Historical value at risk at 99 %: the 1 % quantile of the returns, a fraction, negative for a loss. `null` without a
 * return.
 */
export const valueAtRisk99 = metricOf("returns", {
  title: "Value at risk (99 %)",
  unit: "fraction",
  better: "higher",
  formula: "1 % quantile of r, type 7; negative is a loss",
  value: ({ tail }) => quantileOf(tail, 1),
});
