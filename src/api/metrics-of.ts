import { measure } from "../analysis/measure";
import type { Metrics } from "../analysis/metrics/catalog";
import type { MetricsInput } from "../analysis/metrics-input";
import { displayedSeries } from "../views/metrics-display";

/**
 * Returns the metrics of anyone's own series, returns or the levels of an equity curve or price, as plain numbers that print
 * themselves. Metrics of trades and costs are `null`, and those of a benchmark without one. Values that are not finite are
 * dropped first, in pairs where there is a benchmark. Two level series are joined on the dates both have and returns taken
 * afterwards; where one side is returns, returns are joined on their dates; without dates, by position. Dates
 * are those written, in their own zone, where both sides have at most one a day; nothing in common is an error. A drawdown of
 * returns that begins before the first date is timed from that date. Throws INVALID_OPTION, UNKNOWN_OPTION or INVALID_DATA.
 *
 * ```ts
 * metricsOf({ equity: [100, 103, 101, 106], periodsPerYear: 252 }).maxDrawdown
 * ```
 */
export function metricsOf(input: MetricsInput): Metrics {
  return displayedSeries(measure(input));
}
