import { type MetricKey, metricCatalog } from "../../analysis/metrics/catalog";
import { axesOf, type CellAxis, type ParamCell } from "../../analysis/surface/axis";
import { peakOf, plateauOf, type SurfaceCell, surfaceOf } from "../../analysis/surface/surface";
import { expectedOf } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { checkBoolean, checkOneOf, checkOptions } from "../../session/options/checks";
import type { SweepResults } from "../../sweep/kept/results";
import { bestRun, isRanked, rankedValues } from "./ranking";
import { cellText, named, type Swept, type SweptColumn, sweptOf } from "./swept";

/** How a heat map is made. */
export interface HeatMapChoice {
  /**
   * What of the params that are not its axes: only runs in which they are as in the best run, or the mean over all. Default
   * `"best"`, for drawn params `"mean"`.
   */
  readonly others?: "best" | "mean";
  /** Whether each cell shows the mean of itself and its neighbors in place of its own value. Default false. */
  readonly smooth?: boolean;
}

/** A cell of a heat map. */
export interface HeatMapCell {
  /** The value of the first param; of drawn ones the middle of a range. */
  readonly x: ParamCell;
  /** The value of the second param; `null` if the sweep has only one. */
  readonly y: ParamCell;
  /** The metric, a mean if there are several runs; `null` if none has it. */
  readonly value: number | null;
  /** The mean over the neighboring cells, itself not among them; `null` without any. */
  readonly neighbors: number | null;
  readonly neighborCount: number;
  /** The mean of the cell and its neighbors. */
  readonly around: number | null;
  /** How many runs are in the cell, done or not. */
  readonly runs: number;
}

/** A part of the surface of a metric, over one or two params. */
export interface HeatMap {
  readonly metric: MetricKey;
  readonly x: CellAxis;
  /** Absent with one param. */
  readonly y?: CellAxis;
  readonly cells: readonly SurfaceCell[];
  readonly peak: SurfaceCell | undefined;
  readonly plateau: SurfaceCell | undefined;
  /** What was done with the other params, as the title says it: `slow 40 as in the best run`. */
  readonly others: string;
  readonly ascending: boolean;
}

/** Returns the surface of a metric over one or two params. Throws INVALID_OPTION, UNKNOWN_OPTION, NOTHING_SWEPT. */
export function heatMapOf(
  results: SweepResults,
  x?: string,
  y?: string,
  metric: string = results.rank.metric,
  choice: HeatMapChoice = {},
): HeatMap {
  checkOptions("heatmap", choice, ["others", "smooth"]);
  if (choice.smooth !== undefined) checkBoolean("smooth", choice.smooth);
  const key = checkedMetric(results, metric);
  const swept = sweptOf(results);
  const chosen = chosenColumns(swept, x, y);
  const all = axesOf(swept.differing);
  const axes = chosen.map((column) => all[swept.differing.indexOf(column)]);
  const rest = all.filter((axis) => !axes.includes(axis));
  const best = bestRun(results);
  const usual = all.some(({ edges }) => edges !== undefined) || best === undefined ? "mean" : "best";
  const others = choice.others === undefined ? usual : checkOneOf("others", choice.others, ["best", "mean"]);
  const fixed = others === "best" && best !== undefined;
  const isChosen = (run: number) => !fixed || rest.every(({ places }) => places[run] === places[best]);
  const cells = surfaceOf(axes, rankedValues(results, key), isChosen);
  const ascending = key === results.rank.metric ? results.rank.ascending : lowerIsBetter(key);
  return {
    metric: key,
    x: axes[0],
    ...(axes.length > 1 && { y: axes[1] }),
    cells,
    peak: peakOf(cells, ascending),
    plateau: plateauOf(cells, ascending),
    others: [...othersTexts(rest, fixed ? best : undefined), ...meanTexts(results, swept)].join("; "),
    ascending,
  };
}

/** Returns the cells of a heat map as plain rows, along its first axis, then along the second. */
export function heatMapCells(map: HeatMap): HeatMapCell[] {
  const order = [...map.cells].sort((a, b) => (a.places[1] ?? 0) - (b.places[1] ?? 0) || a.places[0] - b.places[0]);
  return order.map(({ places, value, neighbors, neighborCount, around, runs }) => ({
    x: map.x.values[places[0]],
    y: map.y === undefined ? null : map.y.values[places[1]],
    value: Number.isNaN(value) ? null : value,
    neighbors: Number.isNaN(neighbors) ? null : neighbors,
    neighborCount,
    around: Number.isNaN(around) ? null : around,
    runs: runs.length,
  }));
}

/** Returns the name of a cell of an axis: its value, or the range of it; of whole numbers the first and the last of it. */
export function placeText({ values, edges, wholes }: CellAxis, place: number): string {
  if (edges === undefined) return cellText(values[place]);
  if (wholes !== undefined) return [...new Set(wholes[place])].map(cellText).join(" to ");
  return `${shortText(edges[place])} to ${shortText(edges[place + 1])}`;
}

/** Returns `metric` if the sweep has it. Throws INVALID_OPTION. */
export function checkedMetric({ metricKeys }: SweepResults, metric: string): MetricKey {
  const found = metricKeys.find((key) => key === metric);
  if (found !== undefined) return found;
  throw expectedOf("metric", `a metric of the sweep (${metricKeys.join(", ")})`, metric, metricKeys);
}

function chosenColumns({ differing }: Swept, x: string | undefined, y: string | undefined): SweptColumn[] {
  if (differing.length === 0) {
    const instead = "its runs have the same; look at distribution(metric)";
    throw new PaperLabError("NOTHING_SWEPT", `Expected a sweep with params that differ, ${instead}`);
  }
  const names = differing.map(({ name }) => name);
  const columnOf = (option: string, name: string) => {
    const found = differing.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw expectedOf(option, `a param that differs from run to run (${names.join(", ")})`, name, names);
  };
  const given = [x === undefined ? [] : columnOf("x", x), y === undefined ? [] : columnOf("y", y)].flat();
  if (given.length === 2 && given[0] === given[1]) throw expectedOf("y", "another param than x", y, []);
  const byValues = [...differing].sort((a, b) => valuesIn(b) - valuesIn(a));
  const others = byValues.filter((column) => !given.includes(column)).slice(0, 2 - given.length);
  if (x !== undefined) return [...given, ...others];
  if (y !== undefined) return [...others, ...given];
  return differing.filter((column) => others.includes(column));
}

function valuesIn({ values }: SweptColumn): number {
  return new Set(values).size;
}

function othersTexts(rest: readonly CellAxis[], best: number | undefined): string[] {
  if (rest.length === 0) return [];
  if (best === undefined) return [`mean over ${rest.map(({ name }) => name).join(", ")}`];
  const told = named(rest, (axis) => axis.values[axis.places[best]]);
  const texts = told.map((axis) => `${axis.name} ${placeText(axis, axis.places[best])}`);
  return [`${texts.length === 0 ? "all else" : texts.join(", ")} as in the best run`];
}

// The runs of a search on parts of the data are no windows, and have no rank.
function meanTexts(results: SweepResults, { seeds }: Swept): string[] {
  const hasWindows = results.points.some(({ range }, run) => range !== undefined && isRanked(results, run));
  const over = [...(seeds ? ["seeds"] : []), ...(hasWindows ? ["windows"] : [])];
  return over.length === 0 ? [] : [`mean over ${over.join(" and ")}`];
}

/** Whether low values of a metric are the better ones. */
function lowerIsBetter(key: MetricKey): boolean {
  return metricCatalog.find((metric) => metric.key === key)?.better === "lower";
}

function shortText(value: number): string {
  return String(Number(value.toPrecision(3)));
}
