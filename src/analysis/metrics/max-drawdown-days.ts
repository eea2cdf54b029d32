import { metricOf } from "./metric";

/** Longest time from a peak to its recovery, or to the end, in days; `null` without dates. */
export const maxDrawdownDays = metricOf("returns", {
  title: "Longest drawdown",
  unit: "days",
  better: "lower",
  formula: "longest time from a peak to its recovery, or to the end",
  value: ({ drawdown }) => drawdown.days,
});
