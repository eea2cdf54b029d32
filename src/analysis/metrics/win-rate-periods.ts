import { metricOf } from "./metric";

/** Share of the periods with a return other than 0 that won; `null` without one. Not the share of trades. */
export const winRatePeriods = metricOf("returns", {
  title: "Winning periods",
  unit: "fraction",
  better: "higher",
  formula: "#(r > 0) / #(r ≠ 0)",
  value({ sums: { positive, negative } }) {
    return positive + negative === 0 ? null : positive / (positive + negative);
  },
});
