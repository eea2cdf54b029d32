import { decimate, roundForFigure } from "../../decimate";
import type { Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, moneyTicks, plotText, seriesColor } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** A curve over windows that follow each other. */
export interface StitchedCurve {
  /** Dates (`2014-06-09`). */
  readonly dates: readonly string[];
  /** Currency. */
  readonly equity: Float64Array;
  /** Where windows begin: places in the dates, and what was chosen there. */
  readonly seams: readonly { readonly place: number; readonly text: string }[];
}

const mostPoints = 3000;

/** Draws the equity over windows as one line, with a point where each begins. */
export function stitchedFigure({ dates, equity, seams }: StitchedCurve, title: string): Figure {
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
  const layout = layoutOf({
    title,
    legend: true,
    height: 420,
    xaxis: { hoverformat: "%Y-%m-%d" },
    yaxis: { title: axisTitle("Currency"), ...moneyTicks(line.y), hoverformat: ",.2f" },
  });
  return figureOf(equity.length === 0 ? [] : [line, begins], layout);
}
