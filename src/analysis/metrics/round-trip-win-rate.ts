import { metricOf } from "./metric";

/** Share of the round trips from flat to flat that won; `null` without one. */
export const roundTripWinRate = metricOf("roundTrips", {
  title: "Winning round trips",
  unit: "fraction",
  better: "higher",
  formula: "#(netPnl > 1e-9 × entry notional) / round trips",
  value: ({ wins, count }) => (count === 0 ? null : wins / count),
});
