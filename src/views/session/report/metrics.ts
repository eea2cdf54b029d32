import type { MetricKey } from "../../../analysis/metrics/catalog";
import type { CardTable } from "../../../output/pages/cards";
import type { Highlight } from "../../../output/pages/page";
import type { SessionCore } from "../../../session/core";
import {
  isAgainstBenchmark,
  metricCellFormats,
  metricsTable,
  metricText,
  metricTitle,
  noteOf,
  titledMetrics,
} from "../../metrics-display";
import { benchmarkNote } from "../figures/benchmark";
import { benchmarkLack, benchmarkMetrics, benchmarkSpan } from "./benchmark";
import type { ReportSection } from "./section";

const first: readonly MetricKey[] = [
  "totalReturn",
  "cagr",
  "sharpe",
  "sortino",
  "maxDrawdown",
  "annualVolatility",
  "winRate",
  "trades",
];

/** Returns the metrics that are read first, those of the benchmark below them; the first says which part of the session it has, and what it is without. */
export function highlightsOf(core: SessionCore): Highlight[] {
  if (core.content.curve.length < 2) return [];
  const measured = core.metrics();
  const theirs = benchmarkMetrics(core);
  const name = core.record.benchmark?.name ?? "";
  const note = benchmarkNote(core);
  const about = `${benchmarkSpan(core)}${note === "" ? "" : `, ${note}`}`;
  return first.map((key, at) => {
    const isThere = theirs !== undefined && theirs.metrics[key] !== null;
    const beside = isThere ? { beside: `${name} ${metricText(theirs, key)}${at === 0 ? about : ""}` } : {};
    return { label: metricTitle(key) ?? key, value: metricText(measured, key), ...beside };
  });
}

const lastOfReturns: MetricKey = "profitFactorPeriods";

function benchmarkText(core: SessionCore): string {
  const [span, lack] = [benchmarkSpan(core), benchmarkLack(core)];
  if (lack !== "") return ` The benchmark has ${lack} with the session, and no return to compare.`;
  return span === "" ? "" : ` The benchmark goes${span}.`;
}

/** Every metric, beside those of the benchmark. */
export const metrics: ReportSection = {
  heading: "Metrics",
  contents(core) {
    const measured = core.metrics();
    const theirs = benchmarkMetrics(core);
    const { rows } = metricsTable(measured);
    const end = rows.findIndex(([key]) => key === lastOfReturns) + 1;
    const name = core.record.benchmark?.name ?? "Benchmark";
    const ofReturns = rows.slice(0, end).map((row) => [...row, theirs?.metrics[row[0] as MetricKey] ?? null]);
    const others = rows.slice(end);
    const isAgainst = ([key]: (typeof rows)[number]) => isAgainstBenchmark(String(key));
    const formats = metricCellFormats((column) => [column === "benchmark" && theirs ? theirs : measured]);
    const headings = (column: string) =>
      ({ metric: "Metric", value: theirs === undefined ? "Value" : core.name, benchmark: name })[column] ?? column;
    const part = (heading: string, columns: string[], all: typeof rows): CardTable => ({
      heading,
      table: titledMetrics({ columns, rows: all }),
      options: { formats, headings },
    });
    return {
      text: `From ${noteOf(measured)}.${benchmarkText(core)}`,
      tables: [
        theirs === undefined
          ? part("Returns", ["metric", "value"], rows.slice(0, end))
          : part("Returns", ["metric", "value", "benchmark"], ofReturns),
        part(
          "Trades and account",
          ["metric", "value"],
          others.filter((row) => !isAgainst(row)),
        ),
        ...(theirs === undefined ? [] : [part(`Against ${name}`, ["metric", "value"], others.filter(isAgainst))]),
      ],
    };
  },
};
