import { metricOf } from "./metric";

/** Last equity, currency; `null` for a series of returns, which has no levels. */
export const finalEquity = metricOf("returns", {
  title: "Final equity",
  unit: "currency",
  better: "higher",
  formula: "last point of the equity curve",
  value: ({ last }) => last,
});
