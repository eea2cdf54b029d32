import { metricOf } from "./metric";

/**
 * Annual growth over the periods in which the benchmark rose, over the benchmark's own (Morningstar's upside capture
 * ratio, by the session's periods). 1 takes part in them in full. `null` if it never rose, or more than everything was lost.
 */
export const upCapture = metricOf("benchmark", {
  title: "Up capture",
  unit: "ratio",
  better: "higher",
  formula: "[Π(1 + r)^(N/m) − 1] / [Π(1 + b)^(N/m) − 1] over the m periods with b > 0",
  value: ({ captures }) => captures.up,
});
