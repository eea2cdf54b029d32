import { correlationOf } from "../statistics/pairs";
import { metricOf } from "./metric";

/** Pearson's correlation with the benchmark's returns. `null` below two pairs, or if either side is flat. */
export const correlation = metricOf("benchmark", {
  title: "Correlation",
  unit: "ratio",
  better: "none",
  formula: "cov(r, b) / (σ_r·σ_b)",
  value: ({ pairs }) => correlationOf(pairs),
});
