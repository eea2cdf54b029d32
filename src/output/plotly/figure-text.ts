import { fixedText, formatValue } from "../formats";
import type { Figure, ScatterTrace, Trace } from "./figure";
import { textOfPlot } from "./theme";

/**
 * Describes a figure, one line per trace, `baseline: 100,000.00 to 112,345.60, lowest 98,000.00, highest 115,000.00`,
 * under its title and the dates it covers.
 */
export function figureText(figure: Figure): string {
  const title = textOfPlot(figure.layout.title?.text ?? "Figure");
  const bars = figure.data.find((trace) => trace.type === "bar");
  if (bars !== undefined)
    return [title, ...bars.x.map((name, at) => `  ${textOfPlot(name)}: ${bars.text[at]}`)].join("\n");
  const dates = figure.data.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : [])).sort();
  if (dates.length === 0) return `${title}: nothing to draw`;
  const percent = String(figure.layout.yaxis.tickformat ?? "").endsWith("%");
  const lines = figure.data.map((trace) => `  ${traceText(trace, percent)}`);
  return [`${title}, ${dates[0]} to ${dates[dates.length - 1]}`, ...lines].join("\n");
}

function traceText(trace: Trace, percent: boolean): string {
  const name = textOfPlot(trace.name);
  if (trace.type === "candlestick") {
    const range = [trace.open[0], trace.close[trace.close.length - 1]];
    return `${name}: ${rangeText(range, trace.low, trace.high, (value) => formatValue(value, "price"))}`;
  }
  if (trace.type === "bar") return `${name}: ${formatValue(trace.x.length, "count")} bars`;
  if (trace.mode === "markers") return `${name}: ${formatValue(trace.x.length, "count")} marked`;
  const values = valuesOf(trace);
  if (values.length === 0) return `${name}: no values`;
  return `${name}: ${rangeText([values[0], values[values.length - 1]], values, values, (value) => (percent ? formatValue(value, "percent") : fixedText(value, 2)))}`;
}

function rangeText(
  [first, last]: readonly number[],
  lows: readonly number[],
  highs: readonly number[],
  write: (value: number) => string,
): string {
  const lowest = lows.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = highs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return `${write(first)} to ${write(last)}, lowest ${write(lowest)}, highest ${write(highest)}`;
}

function valuesOf(trace: ScatterTrace): number[] {
  return trace.y.filter((value) => value !== null);
}
