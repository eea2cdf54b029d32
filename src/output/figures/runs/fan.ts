import type { Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor, translucent } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** The levels that shares of many curves are below, at the same times. */
export interface FanLevels {
  /** Dates (`2014-06-09`), or numbers from 0. */
  readonly x: readonly string[] | readonly number[];
  /** 5, 25, 50, 75 and 95 % of the curves are below. */
  readonly levels: readonly [
    lowest: Float64Array,
    low: Float64Array,
    middle: Float64Array,
    high: Float64Array,
    highest: Float64Array,
  ];
  /** One more curve, and its name. */
  readonly other?: { readonly name: string; readonly values: Float64Array };
}

/** What a fan shows. */
export interface FanOptions {
  readonly title: string;
  readonly unit: string;
  /** What numbers of `x` count; for dates it is not needed. */
  readonly axis?: string;
}

/** Draws what most of many curves do: the middle 90 and 50 % of them as areas, and their median. */
export function fanFigure({ x, levels, other }: FanLevels, { title, unit, axis }: FanOptions): Figure {
  const [lowest, low, middle, high, highest] = levels;
  const color = seriesColor(0);
  const line = (name: string, values: Float64Array): ScatterTrace => ({
    type: "scatter",
    mode: "lines",
    name: plotText(name),
    x,
    y: Array.from(values, (value) => Number(value.toPrecision(5))),
  });
  const edge = (name: string, values: Float64Array) =>
    ({ ...line(name, values), line: { color, width: 0 }, hoverinfo: "skip" }) as const;
  const area = (opacity: number) => ({ fill: "tonexty", fillcolor: translucent(color, opacity) }) as const;
  const data: ScatterTrace[] = [
    { ...edge("5 %", lowest), showlegend: false },
    { ...edge("Middle 90 %", highest), ...area(0.14) },
    { ...edge("25 %", low), showlegend: false },
    { ...edge("Middle 50 %", high), ...area(0.22) },
    { ...line("Median", middle), line: { color, width: 2 } },
    ...(other === undefined
      ? []
      : [{ ...line(other.name, other.values), line: { color: colors.down, width: 1.6, dash: "dash" as const } }]),
  ];
  const layout = layoutOf({
    title,
    legend: true,
    height: 400,
    xaxis: axis === undefined ? { hoverformat: "%Y-%m-%d" } : { type: "linear", title: axisTitle(axis) },
    yaxis: { title: axisTitle(unit), tickformat: ",.8~f", hoverformat: ",.3f" },
  });
  return figureOf(x.length === 0 ? [] : data, layout);
}
