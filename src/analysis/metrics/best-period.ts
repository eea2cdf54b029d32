import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Highest return of a period, a fraction; `null` without a return. */
export const bestPeriod = metricOf("returns", {
  title: "Best period",
  unit: "fraction",
  better: "higher",
  formula: "max(r)",
  value: ({ moments }) => defined(moments.max),
});
