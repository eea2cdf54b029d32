import { chanceOfRanks } from "../../analysis/inference/chance-of-rank";
import { shownCells } from "../../analysis/surface/scattered";
import { shown } from "../../core/checks";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { heatMapFigure } from "../../output/figures/heat-map";
import { type DistributionMark, distributionFigure } from "../../output/figures/runs/distribution";
import { fanFigure } from "../../output/figures/runs/fan";
import { paramLineFigure } from "../../output/figures/runs/param-line";
import { type RankBand, rankFigure } from "../../output/figures/runs/rank";
import { type StitchedCurve, stitchedFigure } from "../../output/figures/runs/stitched";
import { type Format, formatValue } from "../../output/formats";
import type { Figure } from "../../output/plotly/figure";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { metricFormat, metricTitle } from "../metrics-display";
import { chanceOf } from "./chance";
import { fanOf, quantileOf } from "./fan";
import { checkedMetric, type HeatMap, type HeatMapChoice, heatMapCells, heatMapOf, placeText } from "./heat";
import { rankingOf } from "./ranking";
import { runText, sweptOf } from "./swept";

/** Draws a metric over two params as colored cells, with the peak and the best plateau in frames; over one param as a line. */
export function heatmapPlot(
  results: SweepResults,
  x?: string,
  y?: string,
  metric?: string,
  choice: HeatMapChoice = {},
): Figure {
  const map = heatMapOf(results, x, y, metric, choice);
  const { smooth = false } = choice;
  return map.y === undefined ? lineOf(map) : cellsOf(map, smooth, failedCells(results, map));
}

// Cells of which all runs failed.
function failedCells({ states }: SweepResults, { cells }: HeatMap): number {
  const isFailed = (run: number) => states[run] === pointStates.failed;
  return cells.filter(({ runs }) => runs.length > 0 && runs.every(isFailed)).length;
}

function cellsOf(map: HeatMap, smooth: boolean, failed: number): Figure {
  const { x, y = x, metric, peak, plateau, ascending } = map;
  const format = metricFormat(metric);
  const told = (value: number) => formatValue(value, format);
  const ofCell = (mean: number) => (Number.isNaN(mean) ? ", no neighbors" : `, neighbors ${told(mean)}`);
  // Along the axes, so that ranges and names come in their order.
  const { columns, lines, cells, cut } = shownCells([x, y], map.cells, ascending);
  const corners = columns.map((column) => ({ x: placeText(x, column), y: placeText(y, lines[0]), value: null }));
  const sides = lines.map((line) => ({ x: placeText(x, columns[0]), y: placeText(y, line), value: null }));
  const rows = cells.map((cell) => ({
    x: placeText(x, cell.places[0]),
    y: placeText(y, cell.places[1]),
    value: numberOf(smooth ? cell.around : cell.value),
    more: smooth ? `, itself ${told(cell.value)}` : ofCell(cell.neighbors),
  }));
  const framed = [
    ...(plateau === undefined || !cells.includes(plateau)
      ? []
      : [{ ...placeOf(map, plateau.places), dash: "dash" as const }]),
    ...(peak === undefined ? [] : [placeOf(map, peak.places)]),
  ];
  const title = metricTitle(metric) ?? metric;
  const named = smooth ? `${title}, each cell with its neighbors,` : title;
  const best = cut.map((axis) => `${formatValue(axis.values.length, "count")} ${axis.name}`).join(" and ");
  const others = [map.others, best && `the best of ${best}`].map((text) => text && `, ${text}`).join("");
  return heatMapFigure([...corners, ...sides, ...rows], {
    title: `${named} by ${x.name} and ${y.name}${others}`,
    names: { x: x.name, y: y.name, value: title },
    ...{ format, ascending, framed },
    ...((peak !== undefined || failed > 0) && { note: noteOf(map, failed) }),
  });
}

function placeOf({ x, y = x }: HeatMap, [column, line]: readonly number[]) {
  return { x: placeText(x, column), y: placeText(y, line) };
}

// What the two frames are, and why cells are empty.
function noteOf(map: HeatMap, failed: number): string {
  const empty = failed === 0 ? "" : `Empty: ${counted(failed, "cell")} whose runs failed, see errors()`;
  return [framesOf(map), empty].filter((text) => text !== "").join(". ");
}

function framesOf({ metric, peak, plateau }: HeatMap): string {
  if (peak === undefined) return "";
  const told = (value: number) => formatValue(value, metricFormat(metric));
  const beside = Number.isNaN(peak.neighbors) ? "without neighbors" : `its neighbors ${told(peak.neighbors)}`;
  const first = `Frame: peak ${told(peak.value)}, ${beside}`;
  if (plateau === undefined) return first;
  if (plateau === peak) return `${first}. It is the best plateau too`;
  return `${first}. Dashed: best plateau ${told(plateau.around)}, itself ${told(plateau.value)}`;
}

function lineOf(map: HeatMap): Figure {
  const { x, metric } = map;
  const title = metricTitle(metric) ?? metric;
  const points = heatMapCells(map).map((cell, at) => ({
    x: typeof cell.x === "number" ? cell.x : placeText(x, map.cells[at].places[0]),
    value: cell.value,
    neighbors: cell.neighbors,
  }));
  return paramLineFigure(points, {
    title: `${title} by ${x.name}${map.others === "" ? "" : `, ${map.others}`}`,
    names: { x: x.name, value: title },
    format: metricFormat(metric),
  });
}

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

// Of more runs, those further down are drawn in steps.
const mostRanks = 400;

/**
 * Draws the runs in order of their rank, over what as many runs without skill have by chance: only for the Sharpe ratio, of
 * which that is known, and where runs differ in more than their seed.
 */
export function rankPlot(results: SweepResults, metric: string = results.rank.metric): Figure {
  const key = checkedMetric(results, metric);
  const own = key === results.rank.metric;
  const ascending = own ? results.rank.ascending : false;
  const ranking = rankingOf(results, { metric: key, ascending });
  const values = results.metric(key);
  const places = shownRanks(ranking.ranked);
  const format = metricFormat(key);
  const title = metricTitle(key) ?? key;
  const ranked = places.map((place) => {
    const run = ranking.order[place];
    return { rank: place + 1, value: values[run], name: runText(results, run) };
  });
  const band = key === "sharpe" ? bandOf(results, ranking.ranked, places) : undefined;
  const over = band === undefined ? "" : ", over what chance alone gives";
  return rankFigure(ranked, {
    title: `${title} of ${counted(ranking.ranked, "run")} by rank${over}`,
    name: rangeText(ranked, title, format),
    unit: title,
    ...{ format, band },
  });
}

// A legend, and lines of text, tell more than a name.
function rangeText(ranked: readonly { readonly value: number }[], title: string, format: Format): string {
  if (ranked.length === 0) return title;
  const [first, last] = [ranked[0].value, ranked[ranked.length - 1].value];
  return `${title}, from ${formatValue(first, format)} to ${formatValue(last, format)}`;
}

function shownRanks(count: number): number[] {
  if (count <= mostRanks) return Array.from({ length: count }, (_, place) => place);
  const half = mostRanks / 2;
  const step = (count - 1 - half) / half;
  return [
    ...Array.from({ length: half }, (_, place) => place),
    ...Array.from({ length: half }, (_, at) => Math.round(half + step * (at + 1))),
  ];
}

/** Returns what chance gives over the runs that are ranked, if that is known: seeds of a combination are no trials of their own. */
export function chanceByRank(results: SweepResults, ranked = rankingOf(results).ranked) {
  const chance = chanceOf(results);
  return chance !== undefined && chance.expected !== null && chance.trials === ranked ? chance : undefined;
}

function bandOf(results: SweepResults, count: number, places: readonly number[]): RankBand | undefined {
  const chance = chanceByRank(results, count);
  if (chance === undefined) return undefined;
  const rank = places.map((place) => place + 1);
  const { low, middle, high } = chanceOfRanks(count, rank);
  const deviation = chance.deviation ?? Number.NaN;
  const scaled = (values: Float64Array) => Array.from(values, (value) => value * deviation);
  const name = `${formatValue(count, "count")} without skill`;
  return { name, rank, low: scaled(low), middle: scaled(middle), high: scaled(high) };
}

/**
 * Draws how a metric is distributed over the runs of a sweep, with its mean and the values that 5 and 95 % are below. Over
 * the seeds of a made feed, the true Sharpe ratio of holding its symbols is drawn in.
 */
export function distributionPlot(results: SweepResults, metric: string = results.rank.metric): Figure {
  const key = checkedMetric(results, metric);
  const values = results.metric(key).filter(Number.isFinite).sort();
  const { seeds, combinationCount } = sweptOf(results);
  const marks: DistributionMark[] =
    values.length === 0
      ? []
      : [
          { name: "Mean", value: values.reduce((sum, value) => sum + value, 0) / values.length },
          { name: "5 % below", value: quantileOf(values, 0.05) },
          { name: "95 % below", value: quantileOf(values, 0.95) },
          ...(key === "sharpe" ? truthMarks(results) : []),
        ];
  const title = metricTitle(key) ?? key;
  const what = seeds && combinationCount === 1 ? "seed" : "run";
  return distributionFigure(values, marks, {
    title: `${title} over ${counted(values.length, what)}`,
    unit: title,
    format: metricFormat(key),
    counted: what === "seed" ? "Seeds" : "Runs",
  });
}

const mostTruths = 3;

function truthMarks({ truth, config: { symbols } }: SweepResults): DistributionMark[] {
  return symbols.slice(0, mostTruths).flatMap((symbol) => {
    const value = truth?.symbols[symbol]?.sharpe ?? Number.NaN;
    return Number.isNaN(value) ? [] : [{ name: `Truth: holding ${symbol}`, value, truth: true }];
  });
}

/**
 * Draws how the runs of a sweep grew: the middle 90 and 50 % of them at the end of each trading day, and their median. Throws
 * RETURNS_NOT_KEPT.
 */
export function fanPlot(results: SweepResults): Figure {
  const fan = fanOf(results);
  if (fan === undefined) {
    const why = results.states.includes(pointStates.done)
      ? 'they were not kept; make it with keep: "returns"'
      : "none of them is done";
    const message = `Expected sweep ${shown(results.name)} to have the returns of its runs, but ${why}`;
    throw new PaperLabError("RETURNS_NOT_KEPT", message);
  }
  const { seeds, combinationCount } = sweptOf(results);
  return fanFigure(fan, {
    title: `Growth of ${counted(fan.count, seeds && combinationCount === 1 ? "seed" : "run")}`,
    unit: "Equity over the initial capital",
    ...(!fan.dated && { axis: "Trading days" }),
  });
}

/** Draws the equity of a walk-forward over its test windows, with a point where each begins. */
export function stitchedPlot({ name }: Pick<SweepResults, "name">, curve: StitchedCurve): Figure {
  return stitchedFigure(curve, `Out of sample: ${name}`);
}
