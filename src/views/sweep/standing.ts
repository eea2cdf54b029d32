import type { MetricKey } from "../../analysis/metrics/catalog";
import { axesOf, type CellAxis } from "../../analysis/surface/axis";
import { plateauOf, type SurfaceCell, surfaceOf } from "../../analysis/surface/surface";
import { counted, listText } from "../../core/short-text";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";
import { isWithoutCosts } from "../../session/realism/frictions";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { metricFormat, metricTitle } from "../metrics-display";
import { chanceOf } from "./chance";
import { quantileOf } from "./fan";
import { placeText } from "./heat";
import { type BestChoice, bestChoice, bestRun, countsOf, rankedValues } from "./ranking";
import { cellText, named, runText, type SweptColumn, sweptOf } from "./swept";

/** Says what was swept: each param with its values, and how many runs there are. */
export function sweptPairs(results: SweepResults): Pair[] {
  const { columns, differing, seeds, combinationCount } = sweptOf(results);
  const { config, points } = results;
  // The only combination is what the runs are of.
  const told = combinationCount === 1 ? columns : differing;
  const given = [...told.map(columnText), ...(seeds ? [seedsText(results)] : [])];
  const combinations = seeds && combinationCount > 1 ? ` of ${counted(combinationCount, "combination")}` : "";
  return [
    ["Strategy", config.strategy.name],
    ["Feed", feedText(results)],
    ["Swept", given.length === 0 ? "nothing" : given.join("; ")],
    ["Runs", `${counted(points.length, "run")}${combinations}`],
  ];
}

function feedText({ config: { feed, symbols } }: SweepResults): string {
  const names = listText(symbols);
  return feed.name.endsWith(names) ? feed.name : `${feed.name}, ${names}`;
}

function columnText({ name, values }: SweptColumn): string {
  const distinct = [...new Set(values)];
  const numbers = distinct.filter((value) => typeof value === "number");
  if (numbers.length < distinct.length) return `${name} ${listText(distinct.map(cellText))}`;
  const range = numbers.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  if (numbers.length <= 3) return `${name} ${numbers.map(cellText).join(", ")}`;
  return `${name} ${cellText(range[0])} to ${cellText(range[1])} (${counted(numbers.length, "value")})`;
}

function seedsText({ points }: SweepResults): string {
  return counted(new Set(points.map(({ seed }) => seed)).size, "seed");
}

/** Says how many runs failed and why, each code with its count and one message, and what the user should know. */
export function troublePairs(results: SweepResults): Pair[] {
  const warnings = (results.warnings ?? []).map((warning): Pair => ["Warning", warning]);
  return [...failurePairs(results), ...bankruptPairs(results), ...costPairs(results), ...warnings];
}

// As the card of a session of a run says it. Runs of a list may have costs of their own, and compare them.
function costPairs(results: SweepResults): Pair[] {
  const { config, points, states } = results;
  const shared = isWithoutCosts(config);
  const isFree = (run: number) => {
    const { options } = points[run];
    return options === undefined ? shared : isWithoutCosts({ options: { ...config.options, ...options } });
  };
  const done = Array.from(states.keys()).filter((run) => states[run] === pointStates.done);
  const best = bestRun(results);
  const isOfAll = done.length > 0 && done.every(isFree);
  if (!isOfAll && !(best !== undefined && isFree(best))) return [];
  const whose = isOfAll ? "No" : "The best run has no";
  const what = `${whose} commission, slippage or spread: results are better than a market would have given`;
  return [["Warning", `${what}. Set commission and slippage`]];
}

function bankruptPairs(results: SweepResults): Pair[] {
  const runs = Array.from(results.states.keys()).filter((run) => results.isBankrupt(run));
  if (runs.length === 0) return [];
  const what = `${counted(runs.length, "run")} lost everything, such as at ${runText(results, runs[0])}`;
  return [["Bankrupt", `${what}. They have no rank: ratios of their returns say nothing`]];
}

function failurePairs(results: SweepResults): Pair[] {
  const causes = new Map<string, { count: number; readonly message: string }>();
  for (const run of results.states.keys()) {
    const error = results.error(run);
    if (error === undefined) continue;
    const cause = causes.get(error.code) ?? { count: 0, message: error.message };
    cause.count++;
    causes.set(error.code, cause);
  }
  return Array.from(causes, ([code, { count, message }]): Pair => {
    return ["Failed", `${counted(count, "run")} with ${code}, such as: ${firstLine(message)}; see errors()`];
  });
}

const longestMessage = 160;

function firstLine(message: string): string {
  const [line] = message.split("\n");
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
}

/** Says what is best so far: `Sharpe ratio 1.23 at fast 7, slow 40`; over seeds its mean. */
export function bestText(results: SweepResults): string {
  const best = bestChoice(results);
  const { metric } = results.rank;
  const title = metricTitle(metric) ?? metric;
  if (best === undefined) return `none: ${title} is undefined in all that are done`;
  const { seeds, combinationCount } = sweptOf(results);
  const value = `${title} ${formatValue(best.value, metricFormat(metric))}`;
  const over = seeds ? `, the mean over ${counted(best.runs.length, "seed")}` : "";
  return seeds && combinationCount === 1 ? `${value}${over}` : `${value} at ${runText(results, best.run)}${over}`;
}

/** Says how good the best run is: what chance alone gives, who is near it, and whether it is at the edge of what was tried. */
export function bestPairs(results: SweepResults): Pair[] {
  const { combinationCount, ranges } = sweptOf(results);
  const best = bestChoice(results);
  if (best === undefined) return countsOf(results).done === 0 ? [] : [["Best in sample", bestText(results)]];
  if (combinationCount < 2) return spreadPairs(results);
  return [
    ["Best in sample", bestText(results)],
    ...seedPairs(results, best),
    ...chancePairs(results),
    ...(ranges ? [] : surroundingPairs(results)),
  ];
}

// How far the best combination of a sweep over seeds depends on the history.
function seedPairs(results: SweepResults, { runs }: BestChoice): Pair[] {
  if (!sweptOf(results).seeds) return [];
  const { metric } = results.rank;
  const values = Float64Array.from(runs, (run) => results.metric(metric)[run]).sort();
  return [["Over its seeds", middleText(values, metric)]];
}

function middleText(sorted: Float64Array, metric: MetricKey): string {
  const told = (share: number) => formatValue(quantileOf(sorted, share), metricFormat(metric));
  return `middle 90 % from ${told(0.05)} to ${told(0.95)}`;
}

// One strategy over many seeds: no run of it is a choice.
function spreadPairs(results: SweepResults): Pair[] {
  const { metric } = results.rank;
  const values = results.metric(metric).filter(Number.isFinite).sort();
  if (values.length === 0) return [["Mean", bestText(results)]];
  const told = (value: number) => formatValue(value, metricFormat(metric));
  const title = metricTitle(metric) ?? metric;
  if (results.points.length === 1) return [[title, told(values[0])]];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    [title, `mean ${told(mean)}, ${middleText(values, metric)}, of ${counted(values.length, "run")}`],
    ...truthPairs(results),
  ];
}

function truthPairs({ truth, config: { symbols }, rank: { metric } }: SweepResults): Pair[] {
  if (truth === undefined || metric !== "sharpe") return [];
  const texts = symbols.flatMap((symbol) => {
    const value = truth.symbols[symbol]?.sharpe ?? Number.NaN;
    return Number.isNaN(value) ? [] : [`${symbol} ${formatValue(value, "ratio")}`];
  });
  return texts.length === 0 ? [] : [["Truth", `Sharpe ratio of holding ${listText(texts)}`]];
}

function chancePairs(results: SweepResults): Pair[] {
  const chance = chanceOf(results);
  if (chance === undefined) return unknownChance(results);
  const { trials, sharpe, expected, deflated, overfitting } = chance;
  const ratio = (value: number | null) => formatValue(value, "ratio");
  const isRank = results.rank.metric === "sharpe";
  const own = isRank ? "" : `; that of the best run is ${ratio(sharpe)}`;
  const pairs: Pair[] = [
    [
      "Chance alone",
      expected === null
        ? "unknown: fewer than two runs have 60 day returns, or all have the same Sharpe ratio"
        : `Sharpe ratio ${ratio(expected)}, expected of the best of ${counted(trials, "trial")} without skill${own}`,
    ],
    ["Deflated Sharpe", `${formatValue(deflated, "chance")}  (how sure its true ratio is above that)`],
  ];
  if (overfitting !== undefined)
    pairs.push([
      "Overfitting",
      overfitting === null ? "unknown: too few returns, or not of the same days" : overfittingText(overfitting),
    ]);
  return pairs;
}

// A walk-forward says how its choices did out of sample. What a search tried on the first days alone was a choice too.
function unknownChance(results: SweepResults): Pair[] {
  const { ranges, combinationCount } = sweptOf(results);
  if (!ranges || results.points.every(({ range }) => range !== undefined)) return [];
  const tried = counted(combinationCount, "combination");
  return [["Chance alone", `unknown: ${tried} were tried, most of them on the first of the days only`]];
}

function overfittingText({ probability, blocks }: { readonly probability: number; readonly blocks: number }): string {
  return `${formatValue(probability, "percent")}  (how often the best of one half of ${blocks} blocks is below the median in the other)`;
}

function surroundingPairs(results: SweepResults): Pair[] {
  const { differing } = sweptOf(results);
  const best = bestRun(results);
  if (best === undefined || differing.length === 0) return [];
  const { metric, ascending } = results.rank;
  const axes = axesOf(differing);
  const cells = surfaceOf(axes, rankedValues(results));
  const own = cells.find(({ runs }) => runs.includes(best));
  const plateau = plateauOf(cells, ascending);
  const told = (value: number) => formatValue(value, metricFormat(metric));
  const pairs: Pair[] = [];
  const hasNeighbors = axes.some(({ ordered }) => ordered);
  if (own !== undefined && hasNeighbors) pairs.push(["Near the best", nearText(results, own, told)]);
  if (plateau !== undefined && own !== undefined && plateau !== own)
    pairs.push([
      "Best plateau",
      `${placesText(axes, plateau)}: ${told(plateau.around)} on average with its ${counted(plateau.neighborCount, "neighbor")}, itself ${told(plateau.value)}`,
    ]);
  // Where all are the same, none is better toward an edge.
  const differs = cells.some(({ value }) => !Number.isNaN(value) && value !== own?.value);
  const edges = own === undefined || !differs ? [] : edgesOf(axes, own);
  if (edges.length > 0) pairs.push(["At the edge", `${edges.join(", ")}: better ones may lie beyond`]);
  return pairs;
}

function nearText(
  results: SweepResults,
  { neighbors, neighborCount, runs }: SurfaceCell,
  told: (value: number) => string,
): string {
  if (neighborCount === 0) return "no neighbors were run";
  const { seeds, combinations } = sweptOf(results);
  const own = new Set(runs.map((run) => combinations[run])).size;
  const among = own > 1 ? `, among ${counted(own, seeds ? "combination" : "run")} of its own cell` : "";
  const means = !seeds
    ? ""
    : neighborCount === 1
      ? ", which is the mean over its seeds"
      : ", each the mean over its seeds";
  return `${told(neighbors)} on average of ${counted(neighborCount, "neighbor")}${means}${among}`;
}

function placesText(axes: readonly CellAxis[], { places }: SurfaceCell): string {
  const valueAt = (at: number) => axes[at].values[places[at]];
  const told = named([...axes.keys()], valueAt);
  const texts = told.map((at) => `${axes[at].name} ${placeText(axes[at], places[at])}`);
  return texts.length === 0 ? "the runs without options of their own" : texts.join(", ");
}

const fewestValues = 3;

function edgesOf(axes: readonly CellAxis[], { places }: SurfaceCell): string[] {
  return axes.flatMap((axis, at) => {
    const last = axis.values.length - 1;
    if (!axis.ordered || last + 1 < fewestValues || (places[at] !== 0 && places[at] !== last)) return [];
    return [`${axis.name} ${placeText(axis, places[at])} is the ${places[at] === 0 ? "lowest" : "highest"} tried`];
  });
}

/** Says how far a sweep is: `43 of 100, 2 failed, 55 left`. */
export function progressText(results: SweepResults): string {
  const { done, failed, left } = countsOf(results);
  const count = (value: number) => formatValue(value, "count");
  const failures = failed === 0 ? "" : `, ${count(failed)} failed`;
  const rest = left === 0 ? "" : `, ${count(left)} left`;
  return `${count(done)} of ${count(done + failed + left)}${failures}${rest}`;
}
