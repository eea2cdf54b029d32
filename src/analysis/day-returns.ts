import { dateOf } from "../core/days";
import type { Calendar } from "../core/market/calendar";
import type { EquityCurve } from "./record/track-record";
import { samplePlaces, withFirst } from "./returns/sampling";
import { finiteOf, returnsOfLevels } from "./returns/series";

/** Returns the returns of a curve by trading day, the first from its first point. Those that are not finite are left out. */
export function dayReturns({ time, equity, length }: EquityCurve, calendar: Calendar): Float64Array {
  if (length === 0) return new Float64Array(0);
  return finiteOf(returnsOfLevels(withFirst(equity, samplePlaces(time, 1, length, "day", calendar))));
}

/** Returns the dates of the first and last trading day of a curve of two points or more. */
export function daysOfCurve(
  { time, length }: EquityCurve,
  calendar: Calendar,
): { readonly firstDay: string; readonly lastDay: string } {
  return { firstDay: dateOf(calendar.dayOf(time[1])), lastDay: dateOf(calendar.dayOf(time[length - 1])) };
}
