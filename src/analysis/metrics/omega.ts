import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/**
 * Omega ratio at the risk-free return. `null` below two returns and without a shortfall.
 * Source: Keating and Shadwick (2002), A Universal Performance Measure.
 */
export const omega = metricOf("returns", {
  title: "Omega ratio",
  unit: "ratio",
  better: "higher",
  formula: "Σ max(r − rf, 0) / Σ max(rf − r, 0)",
  value({ returns, sums: { above, below } }) {
    return returns.length < 2 || below === 0 ? null : defined(above / below);
  },
});
