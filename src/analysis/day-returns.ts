import type { Calendar } from "../core/market/calendar";
import type { EquityCurve } from "./record/track-record";
import { samplePlaces, withFirst } from "./returns/sampling";
import { finiteOf, returnsOfLevels } from "./returns/series";

/** Returns the returns of a curve by trading day, the first from its first point. Those that are not finite are left out. */
export function dayReturns({ time, equity, length }: EquityCurve, calendar: Calendar): Float64Array {
  if (length === 0) return new Float64Array(0);
  return finiteOf(returnsOfLevels(withFirst(equity, samplePlaces(time, 1, length, "day", calendar))));
}
