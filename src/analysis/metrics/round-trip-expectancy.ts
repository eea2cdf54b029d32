import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Mean net profit of a round trip from flat to flat, currency; `null` without one. */
export const roundTripExpectancy = metricOf("roundTrips", {
  title: "Expectancy (round trips)",
  unit: "currency",
  better: "higher",
  formula: "mean(netPnl) of round trips",
  value: ({ net, count }) => (count === 0 ? null : defined(net / count)),
});
