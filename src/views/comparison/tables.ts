import { comparisonTable, type NamedMetrics } from "../../analysis/compare/comparison-table";
import { correlationOf } from "../../analysis/compare/correlation-table";
import { winnersOf } from "../../analysis/compare/winners";
import { isShortRecord } from "../../analysis/measured";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { CardTable } from "../../output/pages/cards";
import type { SessionCore } from "../../session/core";
import { frameOfRows } from "../frames";
import { metricCellFormats } from "../metrics-display";
import { dayOf } from "../session/days";
import { columnsOf } from "../tables";

/** The sessions of a comparison. */
export type Compared = readonly SessionCore[];

/** Returns one row per metric, one column per session, and how they are written. */
export function metricsOf(sessions: Compared): CardTable {
  const table = comparisonTable(sessions.map(namedMetrics));
  const short = shortNames(sessions);
  const formats = metricCellFormats((column) => short.includes(column));
  return { table, options: { formats, maxRows: table.rows.length } };
}

/** Returns who wins each metric, and how it is written. */
export function winnersTable(sessions: Compared): CardTable {
  const table = winnersOf(sessions.map(namedMetrics));
  const short = shortNames(sessions);
  const names = (column: string, [, winner, , runnerUp]: readonly unknown[]) =>
    String(column === "runnerUpValue" ? runnerUp : winner).split(", ");
  const values = metricCellFormats((column, row) => names(column, row).some((name) => short.includes(name)));
  const formats: typeof values = (column, row) =>
    column === "winner" || column === "runnerUp" ? "text" : values(column, row);
  return { table, options: { formats, maxRows: table.rows.length } };
}

/** Returns a frame with one row per session. */
export function sessionsFrame(sessions: Compared): DataFrame {
  return frameOfRows(sessions.map(sessionRow), sessionColumns, dayOf(...sessions));
}

const sessionColumns = columnsOf<ReturnType<typeof sessionRow>>({
  name: "text",
  state: "text",
  strategy: "text",
  symbols: "text",
  from: "time",
  to: "time",
  steps: "count",
  fills: "count",
  finalEquity: ["currency", "result"],
});

function sessionRow({ name, status, record, content }: SessionCore) {
  const { curve, fills, steps } = content;
  return {
    name,
    state: status.state,
    strategy: record.config.strategy.name,
    symbols: record.config.symbols.join(", "),
    from: curve.time[1],
    to: curve.time[curve.length - 1],
    steps,
    fills: fills.length,
    finalEquity: curve.equity[curve.length - 1],
  };
}

/** Returns a frame with the correlations of the sessions' day returns. */
export function correlationFrame(sessions: Compared): DataFrame {
  const named = sessions.map(({ name, content: { days } }) => ({
    name,
    series: {
      time: Float64Array.from(days.day.subarray(0, days.length)),
      level: days.equity.subarray(0, days.length),
    },
  }));
  return frameOf(correlationOf(named), {
    formats: (column) => (column === "session" ? "text" : "ratio"),
    kept: ["session"],
  });
}

function namedMetrics(core: SessionCore): NamedMetrics {
  return { name: core.name, metrics: core.metrics().metrics };
}

// One column per session, under its name in the table.
function shortNames(sessions: Compared): string[] {
  const [, ...names] = comparisonTable(sessions.map(namedMetrics)).columns;
  return names.filter((_, at) => isShortRecord(sessions[at].metrics()));
}
