import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/**
 * Annual Sortino ratio. `null` below two returns, or if no return was below the risk-free one.
 * Source: Sortino and Price (1994), Performance Measurement in a Downside Risk Framework.
 */
export const sortino = metricOf("returns", {
  title: "Sortino ratio",
  unit: "ratio",
  better: "higher",
  formula: "mean(r − rf)·N / downsideDeviation",
  value({ moments, downside, periodsPerYear, riskFree }) {
    if (moments.count < 2 || downside === null || downside === 0) return null;
    return defined(((moments.mean - riskFree) * periodsPerYear) / downside);
  },
});
