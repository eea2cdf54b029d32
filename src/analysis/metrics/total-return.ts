import { metricOf } from "./metric";

/** Growth over the whole record, a fraction; `null` without a return. */
export const totalReturn = metricOf("returns", {
  title: "Total return",
  unit: "fraction",
  better: "higher",
  formula: "W_n − 1, W_t = Π(1 + r)",
  value: ({ total }) => total,
});
