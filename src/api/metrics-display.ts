import type { Table } from "../core/table";
import { cardDisplay, type Pair } from "../output/cards";
import { displayable } from "../output/display";
import { type Format, formatValue } from "../output/formats";
import { metricCatalog } from "../tracking/metrics/catalog";
import type { Metrics } from "../tracking/metrics/metrics";
import type { SessionMetrics } from "../tracking/session-metrics";

const formatOfUnit: Readonly<Record<string, Format>> = {
  fraction: "percent",
  ratio: "ratio",
  currency: "currency",
  days: "days",
  count: "count",
};

const formatByKey: Readonly<Record<string, Format>> = Object.fromEntries(
  metricCatalog.map(({ key, unit }) => [key, formatOfUnit[unit]]),
);

/** Returns the format of a cell in a table whose first column holds metric keys. */
export function formatOfMetricCell(column: string, row: readonly unknown[]): Format {
  return column === "metric" ? "text" : (formatByKey[String(row[0])] ?? "text");
}

/** Returns the metrics as plain numbers that print themselves with what they were made of. */
export function displayedMetrics(
  name: string,
  { metrics, returnsEvery, periodsPerYear, dropped }: SessionMetrics,
): Metrics {
  const pairs: Pair[] = metricCatalog.map(({ key, title, unit }) => [
    title,
    formatValue(metrics[key], formatOfUnit[unit]),
  ]);
  return displayable(
    { ...metrics },
    cardDisplay({ title: `Metrics of ${name}`, note: noteOf(returnsEvery, periodsPerYear, dropped), pairs }),
  );
}

/** Returns a table of one row a metric. */
export function metricsTable({ metrics }: SessionMetrics): Table {
  return { columns: ["metric", "value"], rows: metricCatalog.map(({ key }) => [key, metrics[key]]) };
}

/** Says what returns the metrics are made of. */
export function noteOf(returnsEvery: string, periodsPerYear: number, dropped: number): string {
  const note = `returns every ${returnsEvery}, ${formatValue(periodsPerYear, "number")} a year`;
  return dropped === 0 ? note : `${note}, ${dropped} not finite and left out`;
}
