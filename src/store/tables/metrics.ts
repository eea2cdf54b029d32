import type { StoredMetrics } from "../batch";
import type { Cells } from "../database/connection";
import type { RowKind } from "./table";

/** One metric with its place among the others. */
export interface PlacedMetric {
  readonly metric: string;
  readonly value: number | null;
  readonly place: number;
}

/** Metrics, as rows of `paper_session_metrics`. */
export const metricRows: RowKind<PlacedMetric> = {
  table: "paper_session_metrics",
  columns: ["metric", "value", "place"],
  key: ["place"],
  replaces: false,
  write(record, { metric, value, place }) {
    record.text(metric);
    record.real(value);
    record.integer(place);
  },
};

/** Returns metrics one by one. */
export function placeMetrics(metrics: StoredMetrics): PlacedMetric[] {
  return Object.entries(metrics).map(([metric, value], place) => ({ metric, value, place }));
}

/** Returns the metrics in rows of `paper_session_metrics`. */
export function readMetrics(rows: readonly Cells[]): StoredMetrics {
  return Object.fromEntries(rows.map(({ metric, value }) => [metric as string, value as number | null]));
}
