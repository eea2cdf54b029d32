import { type MetricKey, metricCatalog } from "../../analysis/metrics/catalog";
import { expectedOf } from "../../core/checks";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { drawdownFigure } from "../../output/figures/drawdown";
import { equityFigure } from "../../output/figures/equity";
import { heatMapFigure } from "../../output/figures/heat-map";
import { rollingFigure } from "../../output/figures/rolling";
import type { Figure } from "../../output/plotly/figure";
import type { ListedRow } from "../../session/lab-sessions";
import { checkOptions } from "../../session/options/checks";
import { namesIn, valueIn } from "../lab/listed";
import { metricFormat, metricTitle } from "../metrics-display";
import { clockOf } from "../session/figures/clock";
import {
  checkedRolling,
  type RollingPlotOptions,
  returnsClock,
  rollingBenchmark,
  rollingLook,
  rollingPlotKeys,
  rollingSeries,
} from "../session/figures/rolling";
import type { ComparedNow } from "./compared";
import type { Comparing } from "./comparing";
import {
  type CurveChoice,
  checkCurves,
  chosenCurves,
  curveKeys,
  equityOf,
  memberWithBenchmark,
  pointsIn,
} from "./curves";
import { rankedMetric, rowOf } from "./rank";
import { differing } from "./settings/settings";

/** Draws the equity curves in their window, overlaid, over the benchmark if all that have one have the same. */
export function equityCurves(now: ComparedNow, options: CurveChoice = {}): Figure {
  checkCurves("plotEquity", options);
  const { names, chosen } = chosenCurves(now, options);
  const { series, benchmark, unit } = equityOf(now, names);
  const title = `Equity${countText(now)}`;
  return equityFigure(series, { title, benchmark, chosen, unit, ...clockOf(...coresOf(now)) });
}

/** Draws the drawdowns in their window, overlaid, over that of the benchmark if all that have one have the same. */
export function drawdownCurves(now: ComparedNow, options: CurveChoice = {}): Figure {
  checkCurves("plotDrawdown", options);
  const { names, chosen } = chosenCurves(now, options);
  const { series, benchmark } = equityOf(now, names);
  return drawdownFigure(series, { title: `Drawdown${countText(now)}`, benchmark, chosen, ...clockOf(...coresOf(now)) });
}

/**
 * Draws a metric of each window of returns of each session, overlaid, over the time that they share, and over that of the
 * benchmark if all that have one have the same.
 */
export function rollingCurves(now: ComparedNow, options: RollingPlotOptions & CurveChoice = {}): Figure {
  const checked = checkedRolling(options, [...rollingPlotKeys, ...curveKeys]);
  const { names, chosen } = chosenCurves(now, options);
  const seriesOf = (times?: Float64Array) => (member: ComparedNow["members"][number], at: number) =>
    pointsIn(member, rollingSeries(member.core, checked, names[at], { at: times, end: member.stretch?.end }));
  // Of the sessions that are not lines, only the points that are drawn are measured.
  const isLine = (at: number) => chosen === undefined || chosen.includes(at);
  const unseen = { time: new Float64Array(0), value: new Float64Array(0) };
  const series = now.members.map((member, at) =>
    isLine(at) ? seriesOf()(member, at) : { name: names[at], ...unseen },
  );
  const all = (times: Float64Array) => now.members.map(seriesOf(times));
  const look = rollingLook(
    checked,
    countText(now),
    coresOf(now).some(({ record }) => record.benchmark !== undefined),
  );
  const of = memberWithBenchmark(now.members);
  const whole = of && rollingBenchmark(of.core, checked, { end: of.stretch?.end });
  const benchmark = of && whole && pointsIn(of, whole);
  return rollingFigure(series, { ...look, benchmark, chosen, all, ...returnsClock(...coresOf(now)) });
}

/** Which params a heat map is over, and what it shows. */
export interface HeatmapOptions {
  /** Names of params that are numbers or text: `"fast"`. By default the first two in which sessions differ. */
  readonly x?: string;
  readonly y?: string;
  /** Default: the metric that sessions are ranked by, or else "sharpe". */
  readonly metric?: MetricKey;
}

const heatmapKeys = ["x", "y", "metric"] as const;

/**
 * Draws a metric by two params, one cell a pair of values: the mean of the sessions that have them, and none of those that lack one. Throws INVALID_OPTION
 * unless sessions differ in two params, or if there is no such param or metric.
 */
export function paramsHeatmap({ now: { members }, rank }: Comparing, options: HeatmapOptions = {}): Figure {
  checkOptions("plotHeatmap", options, heatmapKeys);
  const rows = members.map(rowOf);
  const params = namesIn(rows, "params").map((name) => name.slice(paramsPrefix.length));
  const differ = heatmapParams(rows);
  const { x = differ.find((name) => name !== options.y), metric = rankedMetric(rank)?.key ?? "sharpe" } = options;
  const { y = differ.find((name) => name !== x) } = options;
  if (x === undefined || y === undefined || x === y) throw tooFewParams(differ);
  for (const [option, name] of Object.entries({ x, y }))
    if (!params.includes(name)) throw expectedOf(option, "the name of a param", name, params);
  const keys = metricCatalog.map(({ key }) => key);
  if (!keys.includes(metric)) throw expectedOf("metric", "the name of a metric", metric, keys);
  const cells = new Map<string, { x: string | number; y: string | number; values: number[] }>();
  for (const [at, row] of rows.entries()) {
    const found = [x, y].map((name) => valueIn(row, paramsPrefix + name));
    // One of another strategy may not have them.
    if (found.includes(null)) continue;
    const place = found.map((value) => (typeof value === "number" ? value : String(value)));
    const cell = cells.get(JSON.stringify(place)) ?? { x: place[0], y: place[1], values: [] };
    cells.set(JSON.stringify(place), cell);
    const value = members[at].metrics[metric];
    if (value !== null) cell.values.push(value);
  }
  const title = metricTitle(metric) ?? metric;
  const isMean = [...cells.values()].some(({ values }) => values.length > 1);
  return heatMapFigure(
    [...cells.values()].map(({ values, ...place }) => ({ ...place, value: meanOf(values) })),
    {
      title: `${title} by ${x} and ${y}${isMean ? ", means" : ""}`,
      names: { x, y, value: title },
      format: metricFormat(metric),
    },
  );
}

function tooFewParams(differ: readonly string[]): PaperLabError {
  const found = differ.length === 0 ? "none" : `${differ[0]} alone`;
  return new PaperLabError("INVALID_OPTION", `Expected sessions to differ in two params, was ${found}. Name x and y`);
}

const paramsPrefix = "params.";

/** Returns the params in which sessions differ, without their prefix. */
export function heatmapParams(rows: readonly ListedRow[]): string[] {
  return differing(rows).flatMap((name) => (name.startsWith(paramsPrefix) ? [name.slice(paramsPrefix.length)] : []));
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

function coresOf({ members }: ComparedNow) {
  return members.map(({ core }) => core);
}

function countText({ members: { length } }: ComparedNow): string {
  return ` of ${counted(length, "session")}`;
}
