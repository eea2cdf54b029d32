import { meanOverEquity } from "../statistics/mean-over-equity";
import { metricOf } from "./metric";

/**
 * Mean gross exposure over day ends, a fraction of the equity, above 1 with leverage. `null` without a day, and if the
 * equity of a day was not positive.
 */
export const exposure = metricOf("account", {
  title: "Exposure",
  unit: "fraction",
  better: "none",
  formula: "mean over day ends of Σ abs(market value) / equity",
  value: ({ days }) => meanOverEquity(days.gross, days),
});
