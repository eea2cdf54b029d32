import { measure } from "../../../analysis/measure";
import { returnsOf } from "../../../analysis/returns/returns";
import { finiteOf } from "../../../analysis/returns/series";
import type { RollingKey } from "../../../analysis/tracking/rolling";
import { grouped } from "../../../core/short-text";
import { titleText } from "../../../output/formats";
import type { CardTable } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { columnsOf, tableOf } from "../../tables";
import { dayOf } from "../days";
import { drawdownPlot, equityPlot, exposurePlot, monthsPlot, returnsPlot, rollingPlot } from "../figures";
import { drawdowns as drawdownTable } from "../tables/drawdowns";
import type { ReturnPeriod } from "../tables/returns";
import { yearReturns } from "./benchmark";
import type { ReportSection } from "./section";

const hasCurve = (core: SessionCore) => core.content.curve.length > 2;

// The first point is from before the first bar.
function whyNoCurve({ content: { curve } }: SessionCore): string {
  return curve.length < 2 ? "It has no bars yet." : "One step is too few for a curve.";
}

/** The equity curve over the benchmark, with the drawdown below. */
export const equity: ReportSection = {
  heading: "Equity",
  contents: (core) => (hasCurve(core) ? { figures: [equityPlot(core)] } : { text: whyNoCurve(core) }),
};

/** Returns by month and year. */
export const months: ReportSection = {
  heading: "Months and years",
  contents: (core) => (hasCurve(core) ? { figures: [monthsPlot(core)], tables: [yearTable(core)] } : undefined),
};

function yearTable(core: SessionCore): CardTable {
  const years = yearReturns(core);
  const name = core.record.benchmark?.name;
  if (name === undefined) {
    const rows = years.map(({ year, session }) => [year, session]);
    return { table: { columns: ["Year", "Return"], rows }, options: { formats: { Return: "percent" } } };
  }
  const rows = years.map(({ year, session, benchmark }) => {
    const ahead = session === null || benchmark === null ? null : session - benchmark;
    return [year, session, benchmark, ahead];
  });
  const headings: Readonly<Record<string, string>> = { session: core.name, benchmark: name, ahead: "Difference" };
  return {
    table: { columns: ["Year", "session", "benchmark", "ahead"], rows },
    options: {
      formats: { session: "percent", benchmark: "percent", ahead: "percent" },
      headings: (column) => headings[column] ?? column,
      maxRows: rows.length,
    },
  };
}

const periods: readonly ReturnPeriod[] = ["day", "week", "month", "year"];

/** How often returns of each size were made, and how they are spread by period. */
export const distribution: ReportSection = {
  heading: "Distribution of returns",
  contents: (core) =>
    hasCurve(core) ? { figures: [returnsPlot(core)], tables: [{ ...periodTable(core) }] } : undefined,
};

interface PeriodRow {
  readonly period: string;
  readonly returns: number;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  readonly positive: number | null;
  readonly valueAtRisk95: number | null;
  readonly cvar95: number | null;
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
}

const periodColumns = columnsOf<PeriodRow>({
  period: "text",
  returns: ["count", "result"],
  mean: ["percent", "result"],
  deviation: ["percent", "result"],
  best: ["percent", "result"],
  worst: ["percent", "result"],
  positive: ["percent", "result"],
  valueAtRisk95: ["percent", "result"],
  cvar95: ["percent", "result"],
  skewness: ["ratio", "result"],
  excessKurtosis: ["ratio", "result"],
});

const shortTitles: Readonly<Record<string, string>> = {
  valueAtRisk95: "VaR 95 %",
  cvar95: "CVaR 95 %",
  excessKurtosis: "Excess kurtosis",
};

function periodTable(core: SessionCore): CardTable {
  const rows = periods.map((period): PeriodRow => {
    const returns = finiteOf(returnsOf(core.content.curve, period, core.calendar).value);
    const { metrics } = measure({ returns, periodsPerYear: 1 });
    return {
      period: titleText(period),
      returns: returns.length,
      mean: returns.length === 0 ? null : returns.reduce((a, b) => a + b, 0) / returns.length,
      deviation: metrics.annualVolatility,
      best: metrics.bestPeriod,
      worst: metrics.worstPeriod,
      positive: metrics.winRatePeriods,
      valueAtRisk95: metrics.valueAtRisk95,
      cvar95: metrics.cvar95,
      skewness: metrics.skewness,
      excessKurtosis: metrics.excessKurtosis,
    };
  });
  const { table, formats } = tableOf(rows, periodColumns, undefined);
  return { table, options: { formats, headings: (column) => shortTitles[column] ?? titleText(column) } };
}

// Half a year of days, a quarter, a month: the longest of which the record has some.
const windows = [126, 63, 21] as const;

/** Metrics of the newest returns at each time. */
export const rolling: ReportSection = {
  heading: "Rolling figures",
  contents(core) {
    const { returns } = core.metrics();
    const window = windows.find((length) => returns >= 2 * length);
    if (window === undefined) return { text: `It needs at least ${2 * windows[2]} returns and has ${returns}.` };
    const metrics: RollingKey[] = ["sharpe", "annualVolatility", ...(core.record.benchmark ? ["beta" as const] : [])];
    return { figures: metrics.map((metric) => rollingPlot(core, { metric, window })) };
  },
};

const deepest = 10;

/** How far the equity was below its highest point, and the deepest declines. */
export const drawdowns: ReportSection = {
  heading: "Drawdowns",
  contents(core) {
    if (!hasCurve(core)) return undefined;
    const all = drawdownTable.rows(core);
    const { table, formats } = tableOf(all.slice(0, deepest), drawdownTable.columns ?? [], dayOf(core));
    const heading = all.length > deepest ? `The deepest ${deepest} of ${grouped(all.length)}` : "Deepest first";
    const shown = dayOf(core) === undefined ? table : withoutInstants(table);
    return {
      figures: [drawdownPlot(core)],
      tables: [{ heading, table: shown, options: { formats, headings: titleText } }],
    };
  },
};

// The date of the trading day stands beside each instant.
function withoutInstants({ columns, rows }: CardTable["table"]): CardTable["table"] {
  const kept = columns.flatMap((column, at) => (column.endsWith("Time") ? [] : [at]));
  return { columns: kept.map((at) => columns[at]), rows: rows.map((row) => kept.map((at) => row[at])) };
}

/** How much was held at the end of each day. */
export const exposure: ReportSection = {
  heading: "Exposure",
  contents: (core) => (core.content.days.length > 1 ? { figures: [exposurePlot(core)] } : undefined),
};
