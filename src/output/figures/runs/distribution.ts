import { binsOf } from "../../bins";
import { type Format, formatValue } from "../../formats";
import type { BarTrace, Figure, ScatterTrace } from "../../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor } from "../../plotly/theme";
import { figureOf } from "../parts/figure-of";

/** A value that is drawn as a line across a distribution, and its name. */
export interface DistributionMark {
  readonly name: string;
  readonly value: number;
  /** Whether it is what is true, and not what was measured. */
  readonly truth?: boolean;
}

/** What a distribution shows. */
export interface DistributionOptions {
  readonly title: string;
  /** What the values are: `Sharpe ratio`. */
  readonly unit: string;
  readonly format: Format;
  /** What is counted: `Seeds`. */
  readonly counted: string;
}

/** Draws how often values of each size came, and marks such as their mean. Values that are not finite are left out. */
export function distributionFigure(
  values: Float64Array,
  marks: readonly DistributionMark[],
  { title, unit, format, counted }: DistributionOptions,
): Figure {
  const sorted = values.filter(Number.isFinite).sort();
  const { first, width, counts } = binsOf(sorted);
  const edge = (bin: number) => rounded((first + bin) * width);
  const highest = Math.max(1, ...counts);
  const bars: BarTrace = {
    type: "bar",
    name: counted,
    x: counts.map((_, bin) => rounded((first + bin + 0.5) * width)),
    y: counts,
    width: rounded(width * 0.94),
    text: counts.map(
      (count, bin) =>
        `${formatValue(count, "count")} from ${formatValue(edge(bin), format)} to ${formatValue(edge(bin + 1), format)}`,
    ),
    textposition: "none",
    hovertemplate: "%{text}<extra></extra>",
    marker: { color: colors.benchmark },
    showlegend: false,
  };
  const layout = layoutOf({
    title,
    legend: true,
    height: 360,
    hover: "closest",
    xaxis: { type: "linear", title: axisTitle(unit), ...(format === "percent" && { tickformat: ".6~%" }) },
    yaxis: { title: axisTitle(counted), tickformat: ",", rangemode: "tozero" },
  });
  const lines = marks.map((mark, at) => markLine(mark, highest, at, format));
  return figureOf(sorted.length === 0 ? [] : [bars, ...lines], layout);
}

function markLine({ name, value, truth }: DistributionMark, height: number, at: number, format: Format): ScatterTrace {
  const text = plotText(`${name} ${formatValue(value, format)}`);
  return {
    type: "scatter",
    mode: "lines",
    name: text,
    x: [rounded(value), rounded(value)],
    y: [0, height],
    line: truth
      ? { color: colors.down, width: 3 }
      : { color: seriesColor([0, 2, 2, 3][at % 4]), width: 2, dash: "dash" },
    text: [text, text],
    hovertemplate: "%{text}<extra></extra>",
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
