import { defined } from "../statistics/defined";
import { annualGrowth } from "../statistics/growth";
import { metricOf } from "./metric";

/**
 * Annual growth over the maximum drawdown, both of the whole record. `null` without a drawdown or an annual growth.
 * Source: Young (1991), Calmar Ratio; there over 36 months.
 */
export const calmar = metricOf("returns", {
  title: "Calmar ratio",
  unit: "ratio",
  better: "higher",
  formula: "cagr / abs(maxDrawdown)",
  extrapolates: true,
  value(returns) {
    const growth = annualGrowth(returns);
    const { depth } = returns.drawdown;
    return growth === null || depth === null || depth === 0 ? null : defined(growth / Math.abs(depth));
  },
});
