import { measure } from "../analysis/measure";
import type { Metrics } from "../analysis/metrics/catalog";
import type { MetricsInput } from "../analysis/metrics-input";
import { displayedSeries } from "../views/metrics-display";

/**
 * Returns the metrics of your own series as plain numbers that print themselves. The series is returns, or the levels
 * of an equity curve or price. Metrics of trades and costs are `null`, and so are those of a benchmark if there is
 * none. Values that are not finite are dropped first, in pairs if there is a benchmark. Two level series are joined on
 * their common dates, and returns are taken after that. If one side is returns, returns are joined on their dates.
 * Without dates, they are joined by position. If both sides have at most one value a day, dates count as written, in
 * their own zone. Nothing in common is an error. A drawdown of returns that begins before the first date is timed from
 * that date. Throws INVALID_OPTION, UNKNOWN_OPTION or INVALID_DATA.
 *
 * ```ts
 * metricsOf({ equity: [100, 103, 101, 106], periodsPerYear: 252 }).maxDrawdown
 * ```
 */
export function metricsOf(input: MetricsInput): Metrics {
  return displayedSeries(measure(input));
}
