import { metricOf } from "./metric";

/** Deepest fall below the highest point so far, a fraction, never positive; `null` below two levels. */
export const maxDrawdown = metricOf("returns", {
  title: "Max drawdown",
  unit: "fraction",
  better: "higher",
  formula: "min(W_t / max_{s≤t} W_s − 1), W_0 is a peak",
  value: ({ drawdown }) => drawdown.depth,
});
