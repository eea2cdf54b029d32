import type { ScatterTrace, ValueAxis } from "../../plotly/figure";
import { colors, seriesLine } from "../../plotly/theme";
import { bandOf, type SeriesAt } from "./band";
import { type Line, lineTraces, type Series, timesOf } from "./series";
import { type Clock, type TimeAxis, timeAxis } from "./time-axis";

/** More lines cannot be told apart. */
export const mostLines = 8;

/** Which curves of a figure are drawn, and how. */
export interface CurveOptions extends Clock {
  readonly title?: string;
  /** Drawn as it is, dashed and grey, below the curves. */
  readonly benchmark?: Series;
  /** Places of the curves that are drawn as lines. The others are shown by a band. All are drawn if it is absent. */
  readonly chosen?: readonly number[];
  /** All curves at the times that are drawn, if it takes long to find all their points. The `chosen` ones must have theirs. */
  readonly all?: SeriesAt;
}

/** The lines of a figure and their axis. */
export interface Curves {
  readonly axis: TimeAxis;
  readonly data: readonly ScatterTrace[];
}

/** Draws curves over each other and over a benchmark, and `more` lines with them in other panels. */
export function curvesOf(series: readonly Series[], options: CurveOptions, more: readonly Line[] = []): Curves {
  const { benchmark, chosen, all: allAt = series } = options;
  const shown = chosen === undefined ? series : chosen.map((place) => series[place]);
  const lines: Line[] = shown.map((one, at) => ({ series: one, look: seriesLine(at) }));
  if (benchmark) lines.unshift({ series: benchmark, look: { color: colors.benchmark, width: 1.4, dash: "6px,2px" } });
  const all = [...lines, ...more];
  const axis = timeAxis(timesOf(distinct(all.map((line) => line.series))), options);
  return { axis, data: lineTraces(all, axis, chosen && bandOf(allAt)) };
}

// Curves of one session have its times.
function distinct(series: readonly Series[]): Series[] {
  const known = new Set<Float64Array>();
  return series.filter(({ time }) => !known.has(time) && known.add(time));
}

/** Returns how much higher a figure is for its legend, pixels: on a phone two names fit a row. */
export function legendRoom(data: readonly ScatterTrace[]): number {
  const named = data.filter(({ showlegend }) => showlegend !== false).length;
  return named <= 3 ? 0 : 19 * Math.ceil((named - 2) / 2);
}

/** The panels of a figure from the top, with the share of the height that each has, between gaps. */
export function panelDomains(shares: readonly number[]): [number, number][] {
  const gap = 0.05;
  const room = 1 - gap * (shares.length - 1);
  const sum = shares.reduce((a, b) => a + b, 0);
  let top = 1;
  return shares.map((share) => {
    const from = top - (share / sum) * room;
    const domain: [number, number] = [Math.max(0, round(from)), round(top)];
    top = from - gap;
    return domain;
  });
}

function round(share: number): number {
  return Number(share.toFixed(4));
}

/** The names of the value axes from the top. */
export const panelAxes: readonly ValueAxis[] = ["y", "y2", "y3"];
