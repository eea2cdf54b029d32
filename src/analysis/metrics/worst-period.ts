import { defined } from "../statistics/defined";
import { metricOf } from "./metric";

/** Lowest return of a period, a fraction; `null` without a return. */
export const worstPeriod = metricOf("returns", {
  title: "Worst period",
  unit: "fraction",
  better: "higher",
  formula: "min(r)",
  value: ({ moments }) => defined(moments.min),
});
