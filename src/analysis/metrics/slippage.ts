import { metricOf } from "./metric";

/** Cost of slippage, currency; already in the prices. */
export const slippage = metricOf("account", {
  title: "Slippage",
  unit: "currency",
  better: "lower",
  formula: "Σ slippage of fills; already in the prices",
  value: ({ slippage }) => slippage,
});
