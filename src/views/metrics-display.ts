import { isShortRecord, type Measured } from "../analysis/measured";
import { type MetricKey, type Metrics, metricCatalog } from "../analysis/metrics/catalog";
import type { MetricUnit } from "../analysis/metrics/metric";
import type { SessionMetrics } from "../analysis/session-metrics";
import { counted } from "../core/short-text";
import type { Table } from "../core/table";
import { displayable } from "../notebook/display";
import { type Format, formatValue, trimmedText } from "../output/formats";
import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import { cardDisplay, type Pair } from "../output/pages/cards";
import type { CellFormats } from "../output/text";

const formatOfUnit: Readonly<Record<MetricUnit, Format>> = {
  fraction: "percent",
  ratio: "ratio",
  currency: "currency",
  days: "days",
  count: "count",
};

const titles: Readonly<Record<string, string>> = Object.fromEntries(
  metricCatalog.map(({ key, title }) => [key, title]),
);

// By key, and by the title that pages show instead.
const formatByName: Readonly<Record<string, Format>> = Object.fromEntries(
  metricCatalog.flatMap(({ key, title, unit }) => [key, title].map((name) => [name, formatOfUnit[unit]])),
);

const extrapolated: ReadonlySet<string> = new Set(
  metricCatalog.flatMap(({ key, title, extrapolates }) => (extrapolates ? [key, title] : [])),
);

// Follows a value that is extrapolated to a year.
const shortMark = " (< 1 year)";

const againstBenchmark: ReadonlySet<string> = new Set(
  metricCatalog.flatMap(({ key, title, part }) => (part === "benchmark" ? [key, title] : [])),
);

/** Whether a metric, by its key or title, compares with a benchmark. */
export function isAgainstBenchmark(key: string): boolean {
  return againstBenchmark.has(key);
}

/** Returns the format of a metric, by its key. */
export function metricFormat(key: string): Format {
  return formatByName[key];
}

/** Returns the title of a metric, such as `Sharpe ratio`; `undefined` for a name that is no metric. */
export function metricTitle(key: string): string | undefined {
  return Object.hasOwn(titles, key) ? titles[key] : undefined;
}

/** Returns how a metric is written. If a short record is extrapolated to a year, it has a mark. */
export function metricText(measured: Measured, key: MetricKey): string {
  const { metrics } = measured;
  const text = formatValue(metrics[key], formatByName[key]);
  return metrics[key] !== null && isShortFor(measured, key) ? text + shortMark : text;
}

// A metric against a benchmark is of the returns that both have.
function isShortFor({ pairs, ...measured }: Measured, metric: string): boolean {
  const { returns } = measured;
  const used = isAgainstBenchmark(metric) ? (pairs ?? returns) : returns;
  return extrapolated.has(metric) && isShortRecord({ ...measured, returns: used });
}

/**
 * Returns the formats of the cells of a table whose first column holds metrics, by key or title. `of`: the records that a cell
 * belongs to. It has a mark if one of them is shorter than a year.
 */
export function metricCellFormats(of: (column: string, row: readonly unknown[]) => readonly Measured[]): CellFormats {
  return (column, row) => {
    const metric = String(row[0]);
    const format = formatByName[metric];
    if (column === "metric" || format === undefined) return "text";
    const isShort = of(column, row).some((measured) => isShortFor(measured, metric));
    return isShort ? { format, mark: shortMark } : format;
  };
}

/** Returns the metrics of a series as plain numbers that print themselves. */
export function displayedSeries(measured: Measured): Metrics {
  return printing("Metrics", `${counted(measured.returns, "return")}, ${yearOf(measured)}`, measured);
}

/** Returns the metrics of a session as plain numbers. They print themselves, and how they were taken. */
export function displayedMetrics(name: string, measured: SessionMetrics): Metrics {
  return printing(`Metrics of ${name}`, noteOf(measured), measured);
}

/** Returns a table with one row per metric. */
export function metricsTable({ metrics }: Measured): Table {
  return { columns: ["metric", "value"], rows: metricCatalog.map(({ key }) => [key, metrics[key]]) };
}

/** Returns the metrics as a frame, one row per metric. */
export function metricsFrame(measured: Measured): DataFrame {
  const table = metricsTable(measured);
  return frameOf(table, { formats: metricCellFormats(() => [measured]), maxRows: table.rows.length });
}

/** Returns a table of metrics with titles instead of keys in its first column. */
export function titledMetrics({ columns, rows }: Table): Table {
  return { columns, rows: rows.map(([key, ...cells]) => [titles[String(key)] ?? key, ...cells]) };
}

/** Says which returns the metrics are computed from. */
export function noteOf(measured: SessionMetrics): string {
  const { returnsEvery, periodsPerYear, counted = false } = measured;
  // A bar longer than a day is the only one of its day.
  const every = returnsEvery === "day" && counted && periodsPerYear < 60 ? "bar" : returnsEvery;
  return `returns every ${every}, ${yearOf(measured)}`;
}

function printing(title: string, note: string, measured: Measured): Metrics {
  const pairs: Pair[] = metricCatalog.map(({ key, title: label }) => [label, metricText(measured, key)]);
  return displayable({ ...measured.metrics }, cardDisplay({ title, note, pairs }));
}

/** Writes how many days or returns a year has, as one says it: `257.9`, but `261` for 260.9883. */
export function perYearText(perYear: number): string {
  const whole = Math.round(perYear);
  if (whole > 0 && Math.abs(perYear - whole) <= 0.05) return trimmedText(whole, 0, 0);
  return trimmedText(perYear, perYear < 1 ? 2 : 1, 0);
}

function yearOf({ periodsPerYear, counted = false, dropped }: Measured): string {
  const note = `${perYearText(periodsPerYear)} a year${counted ? ", counted" : ""}`;
  return dropped === 0 ? note : `${note}, ${dropped} not finite and left out`;
}
