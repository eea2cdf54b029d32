import { defined } from "../statistics/defined";
import { meanOverEquity } from "../statistics/mean-over-equity";
import { metricOf } from "./metric";

/**
 * Mean over days of traded notional (bought and sold) over closing equity, times the trading days per year. `null`
 * without a day, and if the equity of a day was not positive.
 */
export const turnover = metricOf("account", {
  title: "Turnover (annual)",
  unit: "ratio",
  better: "none",
  formula: "mean over days of Σ quantity·price / closing equity, × days of a year",
  value({ days, daysPerYear }) {
    const daily = meanOverEquity(days.traded, days);
    return daily === null ? null : defined(daily * daysPerYear);
  },
});
