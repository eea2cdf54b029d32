import type { Table } from "../../core/table";
import { type Metrics, metricCatalog } from "../metrics/catalog";
import { distinctNames, type Named } from "./entries";

/** The metrics of one session, under its name. */
export interface NamedMetrics extends Named {
  readonly metrics: Metrics;
}

/**
 * Returns a table with one row per metric, in the order of the catalog, and one column per session. `metric` holds the
 * metric's key. An undefined value is `null`. A repeated name is numbered.
 */
export function comparisonTable(sessions: readonly NamedMetrics[]): Table {
  const columns = ["metric", ...distinctNames(sessions, ["metric"])];
  const rows = metricCatalog.map(({ key }) => [key, ...sessions.map(({ metrics }) => metrics[key])]);
  return { columns, rows };
}
