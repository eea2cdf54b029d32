import { formatValue } from "../formats";
import type { BarTrace, Figure, ScatterTrace } from "../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** A value of the returns that is drawn as a line across their histogram, and its name. */
export interface ReturnMark {
  readonly name: string;
  /** A fraction; `null` if there is none, and then it is left out. */
  readonly value: number | null;
}

const mostBins = 80;

/**
 * Draws how often returns of each size were made, and marks such as the value at risk. Bins are as wide as Freedman and
 * Diaconis say (1981), `2 IQR n^(−1/3)`, at most 80 of them. Returns that are not finite are left out.
 */
export function returnsFigure(
  returns: Float64Array,
  marks: readonly ReturnMark[],
  title: string,
  unit: string,
): Figure {
  const sorted = returns.filter(Number.isFinite).sort();
  const { first, width, counts } = binsOf(sorted);
  const middle = (bin: number) => (first + bin + 0.5) * width;
  const highest = Math.max(1, ...counts);
  const bars: BarTrace = {
    type: "bar",
    name: "Returns",
    x: counts.map((_, bin) => rounded(middle(bin))),
    y: counts,
    width: rounded(width * 0.94),
    text: counts.map((count, bin) => binText(count, (first + bin) * width, (first + bin + 1) * width)),
    textposition: "none",
    hovertemplate: "%{text}<extra></extra>",
    marker: { color: counts.map((_, bin) => (middle(bin) < 0 ? colors.down : colors.up)) },
    showlegend: false,
  };
  const lines = marks.flatMap(({ name, value }, at) => (value === null ? [] : [markLine(name, value, highest, at)]));
  const layout = layoutOf({
    title,
    legend: true,
    height: 360,
    hover: "closest",
    xaxis: { type: "linear", title: axisTitle("Return"), tickformat: ".1~%" },
    yaxis: { title: axisTitle(unit), tickformat: ",", rangemode: "tozero" },
  });
  return figureOf(sorted.length === 0 ? [] : [bars, ...lines], layout, "there is no return yet");
}

function binsOf(sorted: Float64Array): { first: number; width: number; counts: number[] } {
  const count = sorted.length;
  const [least, most] = [sorted[0] ?? 0, sorted[count - 1] ?? 0];
  const spread = sorted[Math.floor(count * 0.75)] - sorted[Math.floor(count * 0.25)];
  const ideal = (2 * spread) / Math.cbrt(count);
  const wanted = ideal > 0 ? Math.ceil((most - least) / ideal) : 10;
  const bins = Math.max(1, Math.min(mostBins, wanted));
  // A bin begins at zero, so that no bar has gains and losses in it.
  const [each, size] = [(most - least) / bins, Math.max(Math.abs(least), Math.abs(most))];
  const width = each > 1e-12 * size ? each : size * 0.1 || 0.001;
  const first = Math.floor(least / width);
  const counts = new Array<number>(Math.floor(most / width) - first + 1).fill(0);
  for (const value of sorted) counts[Math.floor(value / width) - first]++;
  return { first, width, counts };
}

function binText(count: number, from: number, to: number): string {
  const [low, high] = [from, to].map((value) => formatValue(rounded(value), "percent"));
  return `${formatValue(count, "count")} from ${low} to ${high}`;
}

function markLine(name: string, value: number, height: number, at: number): ScatterTrace {
  const text = plotText(`${name} ${formatValue(value, "percent")}`);
  return {
    type: "scatter",
    mode: "lines",
    name: text,
    x: [rounded(value), rounded(value)],
    y: [0, height],
    line: { color: at === 0 ? colors.benchmark : seriesColor([0, 3, 5][(at - 1) % 3]), width: 2, dash: "dash" },
    text: [text, text],
    hovertemplate: "%{text}<extra></extra>",
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
