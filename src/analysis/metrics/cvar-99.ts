import { meanOfWorst } from "../statistics/tail";
import { metricOf } from "./metric";

/**
 * Conditional value at risk at 99 %: the mean of the returns not above the value at risk, a fraction, negative for a
 * loss. `null` without a return.
 */
export const cvar99 = metricOf("returns", {
  title: "CVaR (99 %)",
  unit: "fraction",
  better: "higher",
  formula: "mean of the ⌊(n − 1)/100⌋ + 1 lowest r",
  value: ({ tail }) => meanOfWorst(tail, 1),
});
