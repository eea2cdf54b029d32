import { defined } from "../statistics/defined";
import { deviation } from "../statistics/moments";
import { isActiveFlat } from "../statistics/pairs";
import { metricOf } from "./metric";

/**
 * Annual mean of the active returns over their standard deviation. `null` below two pairs, or if the tracking error is
 * 0.
 */
export const informationRatio = metricOf("benchmark", {
  title: "Information ratio",
  unit: "ratio",
  better: "higher",
  extrapolates: true,
  formula: "mean(r − b)/std(r − b)·√N",
  value({ pairs, periodsPerYear }) {
    if (pairs.count < 2 || isActiveFlat(pairs)) return null;
    return defined((pairs.active.mean / deviation(pairs.active)) * Math.sqrt(periodsPerYear));
  },
});
