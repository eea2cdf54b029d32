import { metricOf } from "./metric";

/** Growth of the benchmark over the joined range, a fraction. */
export const benchmarkReturn = metricOf("benchmark", {
  title: "Benchmark return",
  unit: "fraction",
  better: "none",
  formula: "B_last / B_first − 1 over the joined range",
  value: ({ growth }) => growth,
});
