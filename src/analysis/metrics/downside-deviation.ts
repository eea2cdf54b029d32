import { metricOf } from "./metric";

/**
 * Annual deviation of the returns below the risk-free return, a fraction. `n` counts all returns, including those
 * above it. `null` without a return.
 */
export const downsideDeviation = metricOf("returns", {
  title: "Downside deviation (annual)",
  unit: "fraction",
  better: "lower",
  formula: "√(Σ min(r − rf, 0)²/n)·√N",
  value: ({ downside }) => downside,
});
