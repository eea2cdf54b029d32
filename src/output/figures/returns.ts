import { binsOf } from "../bins";
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

/**
 * Draws how often returns of each size were made, and marks such as the value at risk. Bins are as wide as Freedman and
 * Diaconis say (1981), `2 IQR n^(−1/3)`, at most 80 of them. Returns that are not finite are left out. So are those of
 * exactly 0, of times at which nothing was held: one bar of them would be all there is to see. The axis says how many.
 */
export function returnsFigure(
  returns: Float64Array,
  marks: readonly ReturnMark[],
  title: string,
  unit: string,
): Figure {
  const finite = returns.filter(Number.isFinite);
  const moved = finite.filter((value) => value !== 0).sort();
  const idle = finite.length - moved.length;
  const { first, width, counts } = binsOf(moved);
  const middle = (bin: number) => (first + bin + 0.5) * width;
  const highest = Math.max(1, ...counts);
  const bars: BarTrace = {
    type: "bar",
    name: idle === 0 ? "Returns" : "Returns other than 0 %",
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
    xaxis: { type: "linear", title: axisTitle("Return"), tickformat: ",.6~%" },
    yaxis: { title: axisTitle(unit + idleText(idle, moved.length)), tickformat: ",", rangemode: "tozero" },
  });
  const why = finite.length === 0 ? "there is no return yet" : "every return is 0 %";
  return figureOf(moved.length === 0 ? [] : [bars, ...lines], layout, why);
}

function idleText(idle: number, moved: number): string {
  if (idle === 0) return "";
  return ` (without ${formatValue(idle, "count")} of ${formatValue(idle + moved, "count")} at 0 %)`;
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
