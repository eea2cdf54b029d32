import type { Calendar } from "../../core/market/calendar";
import type { EquityCurve } from "../record/track-record";
import { type SamplePeriod, samplePlaces, withFirst } from "./sampling";
import { returnsOfLevels } from "./series";

/** Returns by period, as columns of one length. */
export interface PeriodReturns {
  /** Time of the last point of each period, epoch milliseconds UTC. */
  readonly time: Float64Array;
  /** Fractions; `NaN` if the equity before the period was not positive. */
  readonly value: Float64Array;
}

/**
 * Returns the return of each period in which the curve has a point. The first return is measured from the initial
 * capital. Weeks begin on Monday, as in ISO 8601. Days, weeks, months and years are those of the calendar's dates.
 */
export function returnsOf(
  curve: EquityCurve,
  every: Exclude<SamplePeriod, "minute" | "hour">,
  calendar: Calendar,
): PeriodReturns {
  const places = samplePlaces(curve.time, 1, curve.length, every, calendar);
  const time = withFirst(curve.time, places).subarray(1);
  return { time, value: returnsOfLevels(withFirst(curve.equity, places)) };
}
