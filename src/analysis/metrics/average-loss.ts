import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Mean net profit of the round trips that lost, currency, negative; `null` without one. */
export const averageLoss = metricOf("trades", {
  title: "Average loss",
  unit: "currency",
  better: "higher",
  formula: "mean(netPnl of losing trades), negative",
  value: ({ lost, losses }) => (losses === 0 ? null : defined(lost / losses)),
});
