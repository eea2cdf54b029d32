import { metricOf } from "./metric";

/** Share of the round trips that won, with break-even ones in the denominator; `null` without a trade. */
export const winRate = metricOf("trades", {
  title: "Winning trades",
  unit: "fraction",
  better: "higher",
  formula: "#(netPnl > 1e-9 × entry notional) / trades",
  value: ({ wins, count }) => (count === 0 ? null : wins / count),
});
