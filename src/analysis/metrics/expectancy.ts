import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Mean net profit of a round trip, currency; `null` without a trade. */
export const expectancy = metricOf("trades", {
  title: "Expectancy",
  unit: "currency",
  better: "higher",
  formula: "mean(netPnl)",
  value: ({ net, count }) => (count === 0 ? null : defined(net / count)),
});
