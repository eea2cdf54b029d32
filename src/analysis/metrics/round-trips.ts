import { metricOf } from "./metric";

/** Number of closed round trips from flat to flat. */
export const roundTrips = metricOf("roundTrips", {
  title: "Round trips",
  unit: "count",
  better: "none",
  formula: "number of round trips from flat to flat",
  value: ({ count }) => count,
});
