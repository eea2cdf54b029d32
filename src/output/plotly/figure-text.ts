import { formatValue, moneyDecimals, moneyText } from "../formats";
import type { Axis, BarTrace, Figure, HeatmapTrace, ScatterTrace, Trace } from "./figure";
import { textOfPlot } from "./theme";

/**
 * Describes a figure, one line per trace, `baseline: 100,000.00 to 112,345.60, lowest 98,000.00, highest 115,000.00`,
 * under its title and the dates it covers. Bars and cells are one line each row.
 */
export function figureText(figure: Figure): string {
  const { data, layout } = figure;
  const title = textOfPlot(layout.title?.text ?? "Figure");
  if (data.every((trace) => trace.x.length === 0)) return `${title}: ${emptyText(layout)}`;
  const length = layout.xaxis.hoverformat === monthFormat ? monthLength : undefined;
  const dates = (layout.xaxis.type ?? "date") === "date" ? datesOf(data).map((date) => date.slice(0, length)) : [];
  const range = dates.length === 0 ? "" : `, ${dates[0]} to ${dates[dates.length - 1]}`;
  return [`${title}${range}`, ...data.flatMap((trace) => traceText(trace, layout)).map((line) => `  ${line}`)].join(
    "\n",
  );
}

// A column of a month stands in its middle.
const monthFormat = "%Y-%m";
const monthLength = 7;

/** Says that a figure has nothing to draw, and why. */
function emptyText({ annotations = [] }: Figure["layout"]): string {
  return textOfPlot(annotations[0]?.text ?? "Nothing to draw").replace(/^N/, "n");
}

function datesOf(data: readonly Trace[]): string[] {
  const dates = data.flatMap(({ x }) => {
    const given = (x as readonly (string | number | null)[]).filter((date) => typeof date === "string");
    return given.length === 0 ? [] : [given[0], given[given.length - 1]];
  });
  return dates.sort();
}

function traceText(trace: Trace, layout: Figure["layout"]): string[] {
  const name = textOfPlot((trace.type === "scatter" && trace.meta) || trace.name);
  if (trace.type === "heatmap") return cellsText(trace);
  if (trace.type === "bar") return barsText(trace, layout.xaxis.type);
  if (trace.type === "candlestick") {
    const range = [trace.open[0], trace.close[trace.close.length - 1]];
    return [`${name}: ${rangeText(range, trace.low, trace.high, (value) => formatValue(value, "price"))}`];
  }
  if (trace.mode === "markers") return [`${name}: ${formatValue(trace.x.length, "count")} marked`];
  // Its name has its value.
  if (trace.text !== undefined) return [name];
  const gaps = trace.x.filter((date) => date === null).length;
  if (gaps > 0) return [`${name}: ${formatValue(gaps, "count")} drawn`];
  const values = valuesOf(trace);
  if (values.length === 0) return [`${name}: no values`];
  const write = writerOf(layout[`yaxis${(trace.yaxis ?? "y").slice(1)}`] as Axis, values);
  return [`${name}: ${rangeText([values[0], values[values.length - 1]], values, values, write)}`];
}

function writerOf({ tickformat = "" }: Axis, values: readonly number[]): (value: number) => string {
  const decimals = moneyDecimals(values);
  return (value) => (tickformat.endsWith("%") ? formatValue(value, "percent") : moneyText(value, decimals));
}

function barsText(trace: BarTrace, type: Axis["type"]): string[] {
  const name = textOfPlot(trace.name);
  const { text } = trace;
  if (text === undefined) return [`${name}: ${formatValue(trace.x.length, "count")} bars`];
  if (type === "linear" && trace.orientation === undefined) {
    const heights = trace.y.map(Number);
    const sum = heights.reduce((a, b) => a + b, 0);
    const most = heights.indexOf(Math.max(...heights));
    return [
      `${name}: ${formatValue(sum, "count")} in ${formatValue(heights.length, "count")} bars, most ${text[most]}`,
    ];
  }
  if ((type ?? "date") === "date") {
    const heights = trace.y.map(Number);
    const [most, least] = [Math.max(...heights), Math.min(...heights)].map((height) => text[heights.indexOf(height)]);
    return [`${name}: ${formatValue(heights.length, "count")} bars, highest ${most}, lowest ${least}`];
  }
  const names = trace.orientation === "h" ? trace.y : trace.x;
  return names.map((each, at) => `${textOfPlot(String(each))}: ${text[at]}`);
}

// More cells cannot be read as words.
const mostCells = 400;

function cellsText({ name, x, y, z, text, zmin }: HeatmapTrace): string[] {
  const known = z.flatMap((row, line) =>
    row.flatMap((value, column) => (value === null ? [] : [{ value, line, column }])),
  );
  if (known.length > mostCells) {
    const told = ({ line, column }: (typeof known)[number]) =>
      `${text[line][column]} at ${textOfPlot(x[column])}, ${textOfPlot(y[line])}`;
    const highest = known.reduce((most, cell) => (cell.value > most.value ? cell : most));
    const lowest = known.find(({ value }) => value === zmin) ?? known[0];
    const count = formatValue(known.length, "count");
    return [`${textOfPlot(name)}: ${count} cells, lowest ${told(lowest)}, highest ${told(highest)}`];
  }
  return y.map((row, at) => {
    const cells = x.flatMap((column, place) =>
      z[at][place] === null ? [] : [`${textOfPlot(column)} ${text[at][place]}`],
    );
    return `${textOfPlot(row)}: ${cells.join(", ")}`;
  });
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
