import { type MetricKey, metricCatalog } from "./catalog";

// What levels alone say holds also of a session that lost everything.
const ofLevels: readonly MetricKey[] = ["totalReturn", "maxDrawdown", "finalEquity"];

/** The metrics of returns, which say nothing of a session whose equity was not always above 0: no return begins at nothing. */
export const metricsOfReturns: readonly MetricKey[] = metricCatalog.flatMap(({ key, part }) =>
  (part === "returns" || part === "benchmark") && !ofLevels.includes(key) ? [key] : [],
);
