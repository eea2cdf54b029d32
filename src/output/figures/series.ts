import { decimate, roundForFigure } from "../decimate";
import type { ScatterTrace } from "../plotly/figure";
import { plotText } from "../plotly/theme";
import type { TimeAxis } from "./time-axis";

/** A named curve. The arrays may be longer than `length`, and are not changed. */
export interface Series {
  readonly name: string;
  /** Epoch milliseconds UTC, never falling. */
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly length?: number;
}

// Keeps the lines of a figure well below 300 KB of JSON, at 20 to 35 characters per point.
const pointsOfFigure = 6000;
const pointsOfSeries = 3000;
const fewestPoints = 100;

/** Returns how many points each of several series may have in one figure. */
export function pointsFor(series: number): number {
  return Math.max(fewestPoints, Math.min(pointsOfSeries, Math.floor(pointsOfFigure / Math.max(1, series))));
}

/** Returns how many points a series has. */
export function lengthOf(series: Series): number {
  return series.length ?? series.time.length;
}

/**
 * Draws a series as a line of at most `most` points that keeps its extremes. Values have eight significant digits, large ones all cents. A
 * value that is not finite is a gap.
 */
export function lineTrace(
  series: Series,
  axis: TimeAxis,
  most: number,
  line: NonNullable<ScatterTrace["line"]>,
): ScatterTrace {
  const { time, value, name } = series;
  const kept = decimate(value, lengthOf(series), most);
  return {
    type: "scatter",
    mode: "lines",
    name: plotText(name),
    x: kept.map((i) => axis.label(time[i])),
    y: kept.map((i) => (Number.isFinite(value[i]) ? roundForFigure(value[i]) : null)),
    line: { width: 1.6, ...line },
  };
}
