import { axesOf } from "../../analysis/surface/axis";
import { isScattered } from "../../analysis/surface/scattered";
import { counted, grouped } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { type CardTable, cardDisplay, type Pair } from "../../output/pages/cards";
import type { Figure } from "../../output/plotly/figure";
import type { SweepResults } from "../../sweep/kept/results";
import { distributionPlot, heatmapPlot, rankPlot } from "./figures";
import { bestRun, type Ranking, rankingOf } from "./ranking";
import { bestPairs, progressText, sweptPairs, troublePairs } from "./standing";
import { sweptOf } from "./swept";
import { rowsOf, runTable } from "./tables";

/** What else a sweep tells of itself, such as of a walk-forward. */
export interface MoreOfSweep {
  readonly pairs: readonly Pair[];
  readonly figures: readonly Figure[];
}

const rowsOfCard = 5;

/**
 * Returns how a sweep at rest prints itself: what was swept, the best run beside what chance alone gives, who is near it, what
 * failed, the first runs by rank, and the figure that shows most of it. `more` comes after what is said of the best run.
 */
export function sweepCard(results: SweepResults, more: MoreOfSweep = { pairs: [], figures: [] }): Display {
  const hasBest = bestRun(results) !== undefined;
  return cardDisplay({
    title: `Sweep ${results.name}`,
    note: noteOf(results),
    pairs: [...sweptPairs(results), ...bestPairs(results), ...more.pairs, ...troublePairs(results)],
    tables: hasBest && hasChoice(results) ? [firstRuns(results, rowsOfCard)] : [],
    figures: hasBest ? [...more.figures, ...(results.points.length > 1 ? [mainFigure(results)] : [])] : [],
  });
}

// The first runs by rank over seeds are the luckiest histories.
function hasChoice(results: SweepResults): boolean {
  const { combinationCount, seeds } = sweptOf(results);
  return combinationCount > 1 && !seeds;
}

function noteOf(results: SweepResults): string {
  const isWhole = results.state === "COMPLETED" && !results.states.includes(2) && !results.states.includes(0);
  return isWhole ? results.state : `${results.state}, ${progressText(results)}`;
}

/** Returns the figure that shows most of a sweep: the heat map or line over its params, or the distribution over its seeds. */
export function mainFigure(results: SweepResults): Figure {
  const { differing } = sweptOf(results);
  if (differing.length === 0) return distributionPlot(results);
  const isOneName = differing.length === 1 && new Set(differing[0].values).size > mostNames;
  const isText = differing.length === 1 && differing[0].values.some((value) => typeof value !== "number");
  return (isOneName && isText) || isListOfNames(results) ? rankPlot(results) : heatmapPlot(results);
}

// Runs of a list may have each a name, a list or an object of their own, in more than one param.
function isListOfNames(results: SweepResults): boolean {
  const { differing, combinationCount } = sweptOf(results);
  const axes = axesOf(differing).filter(({ ordered, values }) => !ordered && values.length > mostNames);
  return axes.length > 1 && isScattered(axes, combinationCount);
}

// More names do not fit below an axis.
const mostNames = 8;

/** Returns the first runs by rank as a table under a heading. */
export function firstRuns(results: SweepResults, most: number): CardTable {
  const ranking = rankingOf(results);
  const { order, ranked } = ranking;
  const first = rowsOf(results, ranking, order.subarray(0, Math.min(most, ranked)));
  const { table, formats, importance } = runTable(results, first);
  const kept = new Set(table.columns.filter((column) => importance[column] === "result" || column === "seed"));
  const places = table.columns.flatMap((column, at) => (kept.has(column) ? [at] : []));
  const shown = {
    columns: places.map((place) => table.columns[place]),
    rows: table.rows.map((row) => places.map((place) => row[place])),
  };
  const heading = order.length > most ? `${someText(first.length, ranking)}, see table()` : "Runs by rank";
  return { heading, table: shown, options: { formats, maxRows: most, importance } };
}

function someText(shown: number, { order, ranked }: Ranking): string {
  if (shown < ranked) return `The first ${grouped(shown)} of ${counted(order.length, "run")} by rank`;
  return shown === 1
    ? `The only one of ${counted(order.length, "run")} with a rank`
    : `The ${grouped(shown)} of ${counted(order.length, "run")} with a rank`;
}
