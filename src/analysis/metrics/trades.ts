import { metricOf } from "./metric";

/** Number of closed round trips. */
export const trades = metricOf("trades", {
  title: "Trades",
  unit: "count",
  better: "none",
  formula: "number of closed round trips",
  value: ({ count }) => count,
});
