import { type Format, formatValue } from "../../formats";
import type { BarTrace, Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** A value at one value of a param, and the mean of those beside it. */
export interface ParamPoint {
  readonly x: number | string;
  readonly value: number | null;
  readonly neighbors: number | null;
}

/** What a line over a param shows. */
export interface ParamLineOptions {
  readonly title: string;
  readonly names: { readonly x: string; readonly value: string };
  readonly format: Format;
}

/**
 * Draws a value by one param: numbers as a line, with the mean of the values beside each as a dotted one; others as bars.
 */
export function paramLineFigure(points: readonly ParamPoint[], { title, names, format }: ParamLineOptions): Figure {
  const numbers = points.every(({ x }) => typeof x === "number");
  const x = points.map((point) => point.x);
  const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));
  const line: ScatterTrace = {
    type: "scatter",
    mode: "lines",
    name: plotText(names.value),
    x,
    y: points.map(({ value }) => rounded(value)),
    line: { color: seriesColor(0), width: 2 },
  };
  const beside: ScatterTrace = {
    type: "scatter",
    mode: "lines",
    name: "Mean of its neighbors",
    x,
    y: points.map(({ neighbors }) => rounded(neighbors)),
    line: { color: colors.benchmark, dash: "dot" },
  };
  const layout = layoutOf({
    title,
    legend: numbers,
    height: 340,
    xaxis: { type: numbers ? "linear" : "category", title: axisTitle(names.x) },
    yaxis: {
      title: axisTitle(names.value),
      ...(format === "percent"
        ? { tickformat: ".6~%", hoverformat: ".2%" }
        : { tickformat: ",.6~f", hoverformat: ",.2f" }),
    },
  });
  const hasValues = points.some(({ value }) => value !== null);
  return figureOf(hasValues ? (numbers ? [line, beside] : [barsOf(points, names.value, format)]) : [], layout);
}

function barsOf(points: readonly ParamPoint[], name: string, format: Format): BarTrace {
  const known = points.filter(({ value }) => value !== null);
  return {
    type: "bar",
    name: plotText(name),
    x: known.map(({ x }) => plotText(String(x))),
    y: known.map(({ value }) => Number((value as number).toPrecision(6))),
    text: known.map(({ value }) => formatValue(value, format)),
    textposition: "outside",
    cliponaxis: false,
    hovertemplate: "%{x}: %{text}<extra></extra>",
    marker: { color: seriesColor(0) },
    showlegend: false,
  };
}
