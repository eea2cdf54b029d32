import { counted } from "../../core/short-text";
import type { Cell, Table } from "../../core/table";
import type { Display } from "../../notebook/display";
import type { Importance } from "../../output/columns-that-fit";
import { type Format, formatValue } from "../../output/formats";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import type { Figure } from "../../output/plotly/figure";
import type { SweepResults } from "../../sweep/kept/results";
import { stitchedRun } from "../../sweep/windows/walk-forward";
import type { MethodsOf } from "../methods";
import { metricFormat, metricTitle } from "../metrics-display";
import type { MoreOfSweep } from "../sweep/card";
import { stitchedPlot } from "../sweep/figures";
import {
  stitchedCurve,
  stitchedMetrics,
  stitchedOf,
  stitchedRows,
  type WindowRow,
  walkForwardOf,
  windowRows,
} from "./out-of-sample";

/** Returns the windows of a walk-forward as a frame. */
function windows(results: SweepResults): DataFrame {
  const { table, ...look } = windowTable(results);
  return frameOf(table, look);
}

function windowTable(results: SweepResults) {
  const rows = windowRows(results);
  const format = metricFormat(walkForwardOf(results).rank.metric);
  const formats: Record<string, Format> = { inSample: format, outOfSample: format, window: "count", state: "text" };
  const least = ["trainFrom", "trainTo", "trainRun", "testRun", "state"];
  const columns = Object.keys(rows[0]);
  const importance: Record<string, Importance> = {};
  for (const name of columns) importance[name] = least.includes(name) ? "detail" : "result";
  const table: Table = { columns, rows: rows.map((row) => columns.map((name): Cell => row[name])) };
  return { table, formats, importance };
}

/** Returns the equity over all test windows by trading day as a frame. */
function equity(results: SweepResults): DataFrame {
  const rows = stitchedRows(results);
  const columns =
    rows[0]?.benchmark === undefined ? (["date", "equity"] as const) : (["date", "equity", "benchmark"] as const);
  const table = { columns, rows: rows.map((row) => columns.map((name): Cell => row[name] ?? null)) };
  return frameOf(table, { formats: { equity: "currency", benchmark: "currency" } });
}

/** Draws the equity over all test windows, with a point where each begins. */
function plot(results: SweepResults): Figure {
  return stitchedPlot(results, stitchedCurve(results));
}

/** Every frame and figure of what is out of sample, by the name of its method. */
export const outOfSampleViews = {
  windows,
  windowRows,
  equity,
  equityRows: stitchedRows,
  metrics: stitchedMetrics,
  plot,
};

/** The frames and figures of what is out of sample. */
export type OutOfSampleViews = MethodsOf<typeof outOfSampleViews>;

/** Returns what the card and the report of a sweep tell of its test windows; nothing if it has none. */
export function moreOfWalkForward(results: SweepResults): MoreOfSweep {
  if (results.windows === undefined) return { pairs: [], figures: [] };
  return { pairs: pairsOf(results), figures: stitchedOf(results) === undefined ? [] : [plot(results)] };
}

/** Returns how what is out of sample prints itself. */
export function outOfSampleCard(results: SweepResults): Display {
  const { table, formats, importance } = windowTable(results);
  const options = { formats, importance, maxRows: 20 };
  return cardDisplay({
    title: `Out of sample: ${results.name}`,
    note: results.state,
    pairs: pairsOf(results),
    tables: [{ heading: "Windows", table, options }],
    figures: stitchedOf(results) === undefined ? [] : [plot(results)],
  });
}

const metricsTold = ["totalReturn", "cagr", "sharpe", "maxDrawdown"];

function pairsOf(results: SweepResults): Pair[] {
  const walk = walkForwardOf(results);
  const rows = windowRows(results);
  const [first] = rows;
  const last = rows[rows.length - 1];
  const span = `${counted(rows.length, "test window")}, ${first.testFrom} to ${last.testTo}`;
  const seams = walk.positions === "flat" ? "closed at the end of each" : "carried from each to the next";
  return [["Windows", `${span}; positions are ${seams}`], ...betweenPairs(results, rows), ...stitchedPairs(results)];
}

function betweenPairs(results: SweepResults, rows: readonly WindowRow[]): Pair[] {
  const { rank, isPartial } = walkForwardOf(results);
  const { metric } = rank;
  // A ratio of a few days would count as much as one of a year.
  const isShort = isPartial === true && rows.length > 1;
  const whole = isShort ? rows.slice(0, -1) : rows;
  const over = isShort ? `, over ${counted(whole.length, "whole window")}; the last is partial` : "";
  const title = metricTitle(metric) ?? metric;
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const told = (key: "inSample" | "outOfSample") =>
    formatValue(mean(whole.map((row) => row[key])), metricFormat(metric));
  const failed = rows.filter(({ state }) => state === "failed").length;
  const without = rows.filter(({ state }) => state === null).length;
  const isChosen = rows.some(({ trainRun }) => trainRun !== null);
  return [
    ...(isChosen
      ? [[`${title}, mean`, `${told("inSample")} in sample, ${told("outOfSample")} out of sample${over}`] as const]
      : []),
    ...(isChosen && without > 0
      ? [["Nothing chosen", `in ${counted(without, "window")}: no run has a rank; nothing is held there`] as const]
      : []),
    ...(failed > 0 ? [["Failed", `in ${counted(failed, "test window")}, see errors()`] as const] : []),
  ];
}

function stitchedPairs(results: SweepResults): Pair[] {
  const run = stitchedOf(results);
  if (run === undefined) {
    const isOver = results.state === "COMPLETED" && stitchedRun(results.points) === undefined;
    return [["Out of sample", isOver ? "nothing: no training run has a rank" : "not done"]];
  }
  const told = results.metricKeys
    .filter((key) => metricsTold.includes(key) || key === results.rank.metric)
    .map((key) => `${metricTitle(key) ?? key} ${formatValue(results.metric(key)[run], metricFormat(key))}`);
  return [["Out of sample", told.join(", ")], ...benchmarkPairs(results)];
}

function benchmarkPairs(results: SweepResults): Pair[] {
  const { benchmark } = stitchedCurve(results);
  const levels = benchmark?.level.filter((value) => !Number.isNaN(value)) ?? new Float64Array(0);
  if (benchmark === undefined || levels.length === 0) return [];
  const growth = formatValue(levels[levels.length - 1] / levels[0] - 1, metricFormat("totalReturn"));
  return [["Benchmark", `${benchmark.name}: ${metricTitle("totalReturn")} ${growth}`]];
}
