import { quantileOf } from "../statistics/tail";
import { metricOf } from "./metric";

/**
 * Historical value at risk at 95 %: the 5 % quantile of the returns, a fraction, negative for a loss. `null` without a
 * return.
 */
export const valueAtRisk95 = metricOf("returns", {
  title: "Value at risk (95 %)",
  unit: "fraction",
  better: "higher",
  formula: "5 % quantile of r, type 7; negative is a loss",
  value: ({ tail }) => quantileOf(tail, 5),
});
