import { defined } from "../statistics/defined";
import { isRounding, slopeOf } from "../statistics/pairs";
import { metricOf } from "./metric";

/**
 * Jensen's alpha of a year, a fraction. `null` below two pairs, or if the benchmark is flat.
 * Source: Jensen (1968), The Performance of Mutual Funds in the Period 1945-1964.
 */
export const alpha = metricOf("benchmark", {
  title: "Alpha (annual)",
  unit: "fraction",
  better: "higher",
  extrapolates: true,
  formula: "(1 + mean[(r − rf) − β(b − rf)])^N − 1",
  value({ pairs, periodsPerYear, riskFree }) {
    const slope = slopeOf(pairs);
    if (slope === null) return null;
    const perPeriod = pairs.own.mean - riskFree - slope * (pairs.benchmark.mean - riskFree);
    if (isRounding(perPeriod, pairs, slope)) return 0;
    return defined(Math.expm1(periodsPerYear * Math.log1p(perPeriod)));
  },
});
