import { decimate, roundForFigure } from "../../decimate";
import type { LineLook, ScatterTrace, ValueAxis } from "../../plotly/figure";
import { plotText } from "../../plotly/theme";
import { lengthOf, type Series, type Times } from "./points";
import { sharedPlaces, sharedTimes } from "./shared-times";
import type { TimeAxis } from "./time-axis";

export { lengthOf, type Series } from "./points";

/** A curve, and how it is drawn. */
export interface Line {
  readonly series: Series;
  readonly look: LineLook;
  readonly yaxis?: ValueAxis;
  readonly fill?: ScatterTrace["fill"];
  readonly fillcolor?: string;
  readonly showlegend?: false;
  readonly hoverinfo?: "skip";
}

// Keeps the lines of a figure well below 300 KB of JSON, at 20 to 32 characters per point.
const pointsOfFigure = 8400;
const pointsOfSeries = 3000;
const fewestPoints = 100;

/** Returns how many points each of several series may have in one figure. */
export function pointsFor(series: number): number {
  return Math.max(fewestPoints, Math.min(pointsOfSeries, Math.floor(pointsOfFigure / Math.max(1, series))));
}

/** Returns the times of some series, for their axis. */
export function timesOf(series: readonly Series[]): Times[] {
  return series.map((one) => ({ time: one.time, length: lengthOf(one) }));
}

/**
 * Draws a series as a line of at most `most` points that keeps its extremes. Values have eight significant digits, large ones all cents. A
 * value that is not finite is a gap.
 */
export function lineTrace(series: Series, axis: TimeAxis, most: number, line: LineLook): ScatterTrace {
  const { time, value } = series;
  const kept = decimate(value, lengthOf(series), most);
  return traceOf({ series, look: line }, kept, (i) => axis.label(time[i]), value);
}

/** More lines at the times at which others are drawn: how many there are, and what they are. */
export interface Companions {
  readonly count: number;
  at(time: Float64Array): readonly Line[];
}

/**
 * Draws several curves at the same times, so that a hover tells one time for all. Each has its first, last, lowest and
 * highest value, and as many of the others as a screen can show. `companions` are drawn below them.
 */
export function lineTraces(lines: readonly Line[], axis: TimeAxis, companions?: Companions): ScatterTrace[] {
  if (lines.length === 0) return [];
  const most = pointsFor(lines.length + (companions?.count ?? 0));
  const shared = sharedTimes(
    lines.map(({ series }) => series),
    axis,
  );
  const { time, values, present } = shared;
  const panels = lines.map(({ yaxis = "y" }) => yaxis);
  const kept =
    lines.length === 1 ? decimate(values[0], time.length, most) : sharedPlaces(shared, panels, time.length, most);
  const labels = new Map(kept.map((i) => [i, axis.label(time[i])]));
  const labelOf = (i: number) => labels.get(i) as string;
  const own = lines.map((line, at) => {
    if (present === undefined) return traceOf(line, kept, labelOf, values[at]);
    // A curve goes on over the times of the others, and not over its own ones without a value.
    const places = kept.filter((i) => present[at][i] === 1);
    return traceOf(line, fromFirstToLast(places, values[at]), labelOf, values[at]);
  });
  if (companions === undefined) return own;
  const below = companions.at(Float64Array.from(kept, (i) => time[i]));
  const all = kept.map((_, place) => place);
  return [...below.map((line) => traceOf(line, all, (place) => labelOf(kept[place]), line.series.value)), ...own];
}

function traceOf(
  { series, look, ...more }: Line,
  kept: readonly number[],
  label: (i: number) => string,
  value: Float64Array,
): ScatterTrace {
  return {
    type: "scatter",
    // A line of one point would not be seen.
    ...(kept.length === 1 && look.width !== 0
      ? { mode: "markers", marker: { symbol: "circle", size: 6, color: look.color } }
      : { mode: "lines" }),
    name: plotText(series.name),
    x: kept.map((i) => label(i)),
    y: kept.map((i) => (Number.isFinite(value[i]) ? roundForFigure(value[i]) : null)),
    line: { width: 1.6, ...look },
    ...more,
  };
}

// A curve begins where it has its first value.
function fromFirstToLast(places: readonly number[], value: Float64Array): number[] {
  let [from, to] = [0, places.length];
  while (from < to && !Number.isFinite(value[places[from]])) from++;
  while (to > from && !Number.isFinite(value[places[to - 1]])) to--;
  return places.slice(from, to);
}
