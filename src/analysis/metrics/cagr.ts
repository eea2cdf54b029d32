import { annualGrowth } from "../statistics/growth";
import { metricOf } from "./metric";

/**
 * Compound annual growth rate, a fraction. −1 after a total loss; `null` without a return, and if more than everything
 * was lost.
 */
export const cagr = metricOf("returns", {
  title: "CAGR",
  unit: "fraction",
  better: "higher",
  formula: "W_n^(N/n) − 1",
  extrapolates: true,
  value: annualGrowth,
});
