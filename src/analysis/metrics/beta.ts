import { slopeOf } from "../statistics/pairs";
import { metricOf } from "./metric";

/** Slope of the returns on the benchmark's. `null` below two pairs, or if the benchmark is flat. */
export const beta = metricOf("benchmark", {
  title: "Beta",
  unit: "ratio",
  better: "none",
  formula: "cov(r, b) / var(b)",
  value: ({ pairs }) => slopeOf(pairs),
});
