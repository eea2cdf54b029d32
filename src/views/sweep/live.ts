import { axesOf, type CellAxis, PlaceKeys } from "../../analysis/surface/axis";
import { isScattered } from "../../analysis/surface/scattered";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { type Card, cardDisplay, type Pair } from "../../output/pages/cards";
import type { SmallMap } from "../../output/pages/small-map";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { inSample } from "../../sweep/kept/shown-results";
import { durationText } from "../durations";
import { metricFormat, metricTitle } from "../metrics-display";
import { placeText } from "./heat";
import { rankedValues } from "./ranking";
import { bestText, progressText, sweptPairs } from "./standing";
import { type Swept, sweptOf } from "./swept";

/**
 * Returns the card of a sweep that runs: what is done, failed and left, how fast it goes and how long it takes, the best run so
 * far, and a map of two params that fills; over one param a line, over seeds their values by size. It has as many lines at
 * every update.
 */
export function liveSweepCard(results: SweepResults): Display {
  const { states } = results;
  const came = states.reduce((count, state) => count + (state === pointStates.left ? 0 : 1), 0);
  const whole = Math.max(states.length, results.planned ?? 0);
  const shown = inSample(results);
  const picture = pictureOf(shown);
  const swept = sweptOf(shown);
  const card: Card = {
    title: `Sweep ${results.name}`,
    note: results.state,
    progress: whole === 0 ? 1 : came / whole,
    ...picture.part,
    pairs: [
      ...sweptPairs(shown).filter(([label]) => label === "Swept"),
      ["Done", progressText(results)],
      ["Speed", speedText(results)],
      [swept.seeds && swept.combinationCount === 1 ? "Mean so far" : "Best so far", came === 0 ? "–" : bestText(shown)],
      ["Failed", lastFailure(results)],
      [picture.label, picture.text],
    ],
    live: results.state === "RUNNING",
    height: heightOf(picture.part.map?.rows ?? 0),
  };
  return cardDisplay(card);
}

// Pixels: about as high as what the sweep shows once it is over, so that what is below stays where it is.
function heightOf(rows: number): number {
  return rows === 0 ? 640 : Math.min(1300, 440 + Math.max(320, 150 + 24 * rows));
}

function speedText({ timing: { runsPerSecond, secondsLeft } }: SweepResults): string {
  if (!(runsPerSecond > 0)) return "–";
  const [speed, unit] = runsPerSecond < 1 ? [60 * runsPerSecond, "minute"] : [runsPerSecond, "second"];
  const written = `${formatValue(speed, speed < 10 ? "ratio" : "count")} runs a ${unit}`;
  return secondsLeft === undefined ? written : `${written}, ${durationText(secondsLeft)} left`;
}

function lastFailure(results: SweepResults): string {
  const run = results.states.lastIndexOf(pointStates.failed);
  const error = run < 0 ? undefined : results.error(run);
  if (error === undefined) return "none";
  const [line] = error.message.split("\n");
  return `${error.code}, such as: ${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}`;
}

const longestLine = 100;

interface Picture {
  readonly part: Pick<Card, "map" | "spark">;
  readonly label: Pair[0];
  readonly text: Pair[1];
}

function pictureOf(results: SweepResults): Picture {
  const swept = sweptOf(results);
  const { metric } = results.rank;
  const title = metricTitle(metric) ?? metric;
  const values = rankedValues(results);
  const axes = axesFor(swept);
  if (axes.length >= 2) return mapOf(results, axes, values);
  const whose = swept.seeds ? "seeds" : "runs";
  const shown = axes.length === 1 ? alongAxis(axes[0], values) : values.filter(Number.isFinite).sort();
  const over = axes.length === 1 ? `by ${axes[0].name}, from ${ends(axes[0])}` : `of the ${whose}, by size`;
  const range =
    shown.length < 2 ? "" : `: ${told(Math.min(...shown), results)} to ${told(Math.max(...shown), results)}`;
  return { part: { spark: { values: shown, label: title } }, label: "Line", text: `${title} ${over}${range}` };
}

function told(value: number, { rank: { metric } }: SweepResults): string {
  return formatValue(value, metricFormat(metric));
}

const axesOfSwept = new WeakMap<Swept, readonly CellAxis[]>();

// The two params with most values, in the order of the params. None if a map of them would say nothing.
function axesFor(swept: Swept): readonly CellAxis[] {
  const found = axesOfSwept.get(swept);
  if (found !== undefined) return found;
  const all = axesOf(swept.differing);
  const chosen = [...all].sort((a, b) => b.values.length - a.values.length).slice(0, 2);
  const pair = all.filter((axis) => chosen.includes(axis));
  // A map of so many pairs would be empty, and larger than memory.
  const axes = pair.length > 1 && isScattered(pair, new Set(new PlaceKeys(pair).keys).size) ? [] : pair;
  axesOfSwept.set(swept, axes);
  return axes;
}

function alongAxis({ places, values: cells }: CellAxis, values: Float64Array): Float64Array {
  const sums = cells.map(() => ({ sum: 0, count: 0 }));
  for (const [run, place] of places.entries()) {
    if (Number.isNaN(values[run])) continue;
    sums[place].sum += values[run];
    sums[place].count++;
  }
  return Float64Array.from(sums.filter(({ count }) => count > 0).map(({ sum, count }) => sum / count));
}

function ends(axis: CellAxis): string {
  return `${placeText(axis, 0)} to ${placeText(axis, axis.values.length - 1)}`;
}

function mapOf(results: SweepResults, [x, y]: readonly CellAxis[], values: Float64Array): Picture {
  const columns = x.values.length;
  const rows = y.values.length;
  const sums = new Float64Array(columns * rows);
  const counts = new Int32Array(columns * rows);
  const without: SmallMap["without"][number][] = new Array(columns * rows).fill("nothing");
  for (let run = 0; run < values.length; run++) {
    const at = y.places[run] * columns + x.places[run];
    if (results.states[run] === pointStates.left) without[at] = "waiting";
    else if (results.states[run] === pointStates.failed && without[at] === "nothing") without[at] = "failed";
    if (Number.isNaN(values[run])) continue;
    sums[at] += values[run];
    counts[at]++;
  }
  const means = sums.map((sum, at) => (counts[at] === 0 ? Number.NaN : sum / counts[at]));
  const known = means.filter(Number.isFinite);
  const title = metricTitle(results.rank.metric) ?? results.rank.metric;
  const many = sweptOf(results).differing.length > 2 ? ", means over the others" : "";
  const least = known.reduce((low, value) => Math.min(low, value), Infinity);
  const most = known.reduce((high, value) => Math.max(high, value), -Infinity);
  const range =
    known.length === 0
      ? ""
      : `; dark to bright: ${results.rank.ascending ? `${told(most, results)} to ${told(least, results)}` : `${told(least, results)} to ${told(most, results)}`}`;
  const map = { columns, rows, values: means, without, ascending: results.rank.ascending, label: title };
  return {
    part: { map },
    label: "Map",
    text: `${title}: ${x.name} ${ends(x)} to the right, ${y.name} ${ends(y)} upward${many}${range}`,
  };
}
