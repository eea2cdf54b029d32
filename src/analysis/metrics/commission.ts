import { metricOf } from "./metric";

/** Commissions paid, currency. */
export const commission = metricOf("account", {
  title: "Commission",
  unit: "currency",
  better: "lower",
  formula: "Σ commission of fills",
  value: ({ commission }) => commission,
});
