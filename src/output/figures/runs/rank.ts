import { type Format, formatValue } from "../../formats";
import type { Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor, translucent } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** A run at its rank. */
export interface RankedValue {
  /** From 1. */
  readonly rank: number;
  readonly value: number;
  /** What the pointer tells of it. */
  readonly name: string;
}

/** Between which values runs of these ranks lie by chance: in 90 % of cases, and in the middle. */
export interface RankBand {
  readonly name: string;
  readonly rank: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
}

/** What a figure of ranks shows. */
export interface RankOptions {
  readonly title: string;
  /** What the values are called. */
  readonly name: string;
  readonly unit: string;
  readonly format: Format;
  readonly band?: RankBand;
}

/** Draws values in order of their rank, over what chance alone gives. */
export function rankFigure(values: readonly RankedValue[], options: RankOptions): Figure {
  const { title, unit, format, band } = options;
  const own: ScatterTrace = {
    type: "scatter",
    mode: values.length > mostMarkers ? "lines" : "markers",
    name: plotText(options.name),
    x: values.map(({ rank }) => rank),
    y: values.map(({ value }) => rounded(value)),
    ...(values.length > mostMarkers
      ? { line: { color: seriesColor(0), width: 2 } }
      : { marker: { symbol: "circle", size: 6, color: seriesColor(0) } }),
    text: values.map(({ name, value, rank }) => plotText(`${rank}: ${name}, ${formatValue(value, format)}`)),
    hovertemplate: "%{text}<extra></extra>",
  };
  const data = values.length === 0 ? [] : [...(band === undefined ? [] : bandTraces(band)), own];
  const layout = layoutOf({
    title,
    legend: band !== undefined,
    height: 380,
    hover: "closest",
    xaxis: { type: "linear", title: axisTitle("Rank, the best first") },
    yaxis: {
      title: axisTitle(unit),
      ...(format === "percent" ? { tickformat: ".6~%" } : { tickformat: ",.6~f" }),
      zerolinecolor: "rgba(128,128,128,0.6)",
    },
  });
  return figureOf(data, layout);
}

const mostMarkers = 300;

function bandTraces({ name, rank, low, middle, high }: RankBand): ScatterTrace[] {
  const line = { type: "scatter", mode: "lines", x: rank, hoverinfo: "skip" } as const;
  const grey = { color: colors.benchmark };
  return [
    { ...line, name: "Lowest by chance", y: low.map(rounded), line: { ...grey, width: 0 }, showlegend: false },
    {
      ...line,
      name: plotText(`${name}, middle 90 %`),
      y: high.map(rounded),
      line: { ...grey, width: 0 },
      fill: "tonexty",
      fillcolor: translucent(colors.benchmark, 0.22),
    },
    { ...line, name: "Median by chance", y: middle.map(rounded), line: { ...grey, dash: "dot" } },
  ];
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
