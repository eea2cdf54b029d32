import type { StoredMetrics } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

/** One metric with its index among the others. */
export interface PlacedMetric {
  readonly metric: string;
  readonly value: number | null;
  readonly place: number;
}

const { integer, real, text } = storedColumnsOf<PlacedMetric>();

/** Metrics, as rows of `paper_session_metrics`. */
export const metricTable: StoredTable<PlacedMetric> = {
  name: "paper_session_metrics",
  comment: "One row per metric. Fractions, not percent; NULL if a metric is undefined.",
  key: ["metric"],
  order: ["place"],
  meeting: "replaceAll",
  columns: [
    text("metric", "metric"),
    real("value", "value", { optional: true }),
    integer("place", "place", { constraint: "NOT NULL" }),
  ],
};

/** Returns metrics as one item each. */
export function placeMetrics(metrics: StoredMetrics): PlacedMetric[] {
  return Object.entries(metrics).map(([metric, value], place) => ({ metric, value, place }));
}

/** Returns metrics by key. */
export function metricsOfRows(rows: readonly Partial<PlacedMetric>[]): StoredMetrics {
  return Object.fromEntries(rows.map(({ metric, value = null }) => [metric as string, value]));
}
