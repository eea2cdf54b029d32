import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Average win over average loss, unsigned; `null` if either is missing. */
export const payoffRatio = metricOf("trades", {
  title: "Payoff ratio",
  unit: "ratio",
  better: "higher",
  formula: "averageWin / abs(averageLoss)",
  value({ gained, wins, lost, losses }) {
    return wins === 0 || losses === 0 ? null : defined(gained / wins / -(lost / losses));
  },
});
