import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/**
 * Net profit of the winning round trips from flat to flat over the net loss of the losing ones; `null` without a
 * losing one.
 */
export const roundTripProfitFactor = metricOf("roundTrips", {
  title: "Profit factor (round trips)",
  unit: "ratio",
  better: "higher",
  formula: "Σ netPnl⁺ / abs(Σ netPnl⁻) of round trips",
  value: ({ gained, lost, losses }) => (losses === 0 ? null : defined(gained / -lost)),
});
