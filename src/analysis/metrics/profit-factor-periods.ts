import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Sum of the positive returns over that of the negative ones, unsigned; `null` without a negative one. */
export const profitFactorPeriods = metricOf("returns", {
  title: "Profit factor (periods)",
  unit: "ratio",
  better: "higher",
  formula: "Σ r⁺ / abs(Σ r⁻)",
  value({ sums: { gained, lost, negative } }) {
    return negative === 0 ? null : defined(gained / -lost);
  },
});
