import { metricOf } from "./metric";

/**
 * Annual growth over the periods in which the benchmark fell, over the benchmark's own (Morningstar's downside capture
 * ratio, by the session's periods). 1 takes part in them in full. `null` if it never fell, or more than everything was lost.
 */
export const downCapture = metricOf("benchmark", {
  title: "Down capture",
  unit: "ratio",
  better: "lower",
  formula: "[Π(1 + r)^(N/m) − 1] / [Π(1 + b)^(N/m) − 1] over the m periods with b < 0",
  value: ({ captures }) => captures.down,
});
