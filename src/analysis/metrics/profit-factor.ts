import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Net profit of the winning round trips over the net loss of the losing ones; `null` without a losing one. */
export const profitFactor = metricOf("trades", {
  title: "Profit factor (trades)",
  unit: "ratio",
  better: "higher",
  formula: "Σ netPnl⁺ / abs(Σ netPnl⁻)",
  value: ({ gained, lost, losses }) => (losses === 0 ? null : defined(gained / -lost)),
});
