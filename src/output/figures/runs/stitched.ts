import { decimate, roundForFigure } from "../../decimate";
import type { Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, moneyAxis, plotText, seriesColor } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** A curve over windows that follow each other. */
export interface StitchedCurve {
  /** Dates (`2014-06-09`). */
  readonly dates: readonly string[];
  /** Currency. */
  readonly equity: Float64Array;
  /** What the equity at its first level would have become in the benchmark, NaN before that; absent without one. */
  readonly benchmark?: { readonly name: string; readonly level: Float64Array };
  /** Where windows begin: places in the dates, and what was chosen there. */
  readonly seams: readonly { readonly place: number; readonly text: string }[];
}

const mostPoints = 3000;

/** Draws the equity over windows as one line over that of the benchmark, with a point where each window begins. */
export function stitchedFigure({ dates, equity, seams, benchmark }: StitchedCurve, title: string): Figure {
  const kept = decimate(equity, equity.length, mostPoints);
  const amount = (place: number) => roundForFigure(equity[place]);
  const line: ScatterTrace = {
    type: "scatter",
    mode: "lines",
    name: "Equity out of sample",
    x: kept.map((place) => dates[place]),
    y: kept.map(amount),
    line: { color: seriesColor(0), width: 1.8 },
  };
  const begins: ScatterTrace = {
    type: "scatter",
    mode: "markers",
    name: "A window begins",
    x: seams.map(({ place }) => dates[place]),
    y: seams.map(({ place }) => amount(place)),
    marker: { symbol: "circle", size: 7, color: colors.down },
    text: seams.map(({ text }) => plotText(text)),
    hovertemplate: "%{text}<extra></extra>",
  };
  const levels = benchmark === undefined ? [] : [benchmarkLine(dates, benchmark, kept)];
  const amounts = [line, ...levels].flatMap(({ y }) => y);
  const layout = layoutOf({
    title,
    legend: true,
    height: 420,
    xaxis: { hoverformat: "%Y-%m-%d" },
    yaxis: { title: axisTitle("Currency"), ...moneyAxis(amounts) },
  });
  return figureOf(equity.length === 0 ? [] : [...levels, line, begins], layout);
}

// It has the places of the curve, so that a hover tells both.
function benchmarkLine(
  dates: readonly string[],
  { name, level }: NonNullable<StitchedCurve["benchmark"]>,
  kept: readonly number[],
): ScatterTrace {
  return {
    type: "scatter",
    mode: "lines",
    name: plotText(name),
    x: kept.map((place) => dates[place]),
    y: kept.map((place) => (Number.isNaN(level[place]) ? null : roundForFigure(level[place]))),
    line: { color: colors.benchmark, width: 1.4, dash: "6px,2px" },
  };
}
