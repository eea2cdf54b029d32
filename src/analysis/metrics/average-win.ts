import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Mean net profit of the round trips that won, currency; `null` without one. */
export const averageWin = metricOf("trades", {
  title: "Average win",
  unit: "currency",
  better: "higher",
  formula: "mean(netPnl of winning trades)",
  value: ({ gained, wins }) => (wins === 0 ? null : defined(gained / wins)),
});
