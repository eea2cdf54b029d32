import { type Format, formatValue } from "../formats";
import { highToLow, lowToHigh } from "../plotly/color-scales";
import type { Axis, AxisTitle, CellFrame, Figure, HeatmapTrace } from "../plotly/figure";
import { axisTitle, colors, layoutOf, linesOf, nameTicks, plotText } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** The value at one pair of params. */
export interface HeatMapRow {
  readonly x: number | string;
  readonly y: number | string;
  /** `null` if there is none; then the cell is empty. */
  readonly value: number | null;
  /** More about it, told after the value where the pointer is: ", neighbors 0.71". */
  readonly more?: string;
}

/** A cell with a frame around it. */
export interface FramedCell {
  readonly x: number | string;
  readonly y: number | string;
  readonly dash?: "dash";
}

/** What a heat map shows. */
export interface HeatMapOptions {
  readonly title: string;
  /** What `x`, `y` and `value` are. */
  readonly names: { readonly x: string; readonly y: string; readonly value: string };
  readonly format: Format;
  /** Whether low values are the good ones, which are the bright ones. */
  readonly ascending?: boolean;
  /** Cells that are pointed out, and below the axis what is to be said of them. */
  readonly framed?: readonly FramedCell[];
  readonly note?: string;
}

// More texts do not fit their cells.
const mostTexts = 400;
// As many letters fit a row of cells on a phone, and a line below the axis.
const mostLetters = 80;
const longestNote = 50;
// Of more, a figure would be too large.
const mostTold = 4000;

/**
 * Draws a value by two params as colored cells. If several rows have the same params, the last one is drawn. Numbers are
 * in order of size, text in the order in which it comes.
 */
export function heatMapFigure(rows: readonly HeatMapRow[], options: HeatMapOptions): Figure {
  const { title, names, format, ascending = false, framed = [], note } = options;
  const [columns, lines] = [keysOf(rows.map(({ x }) => x)), keysOf(rows.map(({ y }) => y))];
  const rowAt = new Map(rows.map((row) => [JSON.stringify([row.x, row.y]), row]));
  const cells = lines.map((y) => columns.map((x) => rowAt.get(JSON.stringify([x, y]))));
  const z = cells.map((line) => line.map((row) => cellOf(row?.value)));
  const known = z.flat().filter((value) => value !== null);
  const [least, most] = known.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const text = z.map((row) => row.map((value) => (value === null ? "" : formatValue(value, format))));
  const told = known.length <= mostTold && rows.some(({ more }) => more !== undefined);
  const ticks = { x: nameTicks(columns.map(String)), y: nameTicks(lines.map(String)) };
  const place = known.length <= mostTold ? wholeNames(columns, lines, ticks) : undefined;
  const trace: HeatmapTrace = {
    type: "heatmap",
    name: plotText(names.value),
    x: columns.map((key) => plotText(String(key))),
    y: lines.map((key) => plotText(String(key))),
    z,
    text,
    texttemplate: known.length <= mostTexts ? "%{text}" : "",
    ...hoverOf(names, { cells, place, told }),
    hoverongaps: false,
    colorscale: ascending ? highToLow : lowToHigh,
    zmin: least,
    zmax: most > least ? most : least + 1,
    xgap: 1,
    ygap: 1,
    // Where the cells say their values, a scale says no more. On a phone, those of many columns have no room for them.
    showscale: known.length > mostTexts || columns.length * longestOf(text) > mostLetters,
    colorbar: { thickness: 12, title: { text: plotText(names.value), side: "top", font: { size: 11 } } },
  };
  const notes = note === undefined ? [] : linesOf(note, longestNote);
  const layout = layoutOf({
    title,
    legend: false,
    height: Math.min(900, Math.max(320, 130 + 24 * lines.length)) + 18 * notes.length,
    hover: "closest",
    xaxis: { type: "category", title: noted(axisTitle(names.x), notes), ...ticks.x },
    yaxis: { type: "category", title: axisTitle(names.y), showgrid: false, ...ticks.y },
  });
  const shapes = framed.flatMap(({ x, y, dash }) => frameAt(columns.indexOf(x), lines.indexOf(y), dash));
  return figureOf(known.length === 0 ? [] : [trace], { ...layout, ...(shapes.length > 0 && { shapes }) });
}

// Plotly tells the names of an axis as they are written there, which are shortened.
function wholeNames(
  columns: readonly (number | string)[],
  lines: readonly (number | string)[],
  { x, y }: { readonly x: Axis; readonly y: Axis },
): ((column: number, line: number) => readonly [x: string, y: string]) | undefined {
  if (x.ticktext === undefined && y.ticktext === undefined) return undefined;
  return (column, line) => [columns[column], lines[line]].map((name) => wholeText(String(name))) as [string, string];
}

function wholeText(name: string): string {
  return linesOf(name).map(plotText).join("<br>");
}

interface Told {
  readonly cells: readonly (readonly (HeatMapRow | undefined)[])[];
  readonly place: ReturnType<typeof wholeNames>;
  readonly told: boolean;
}

// What the pointer tells: the params of a cell, its value, and more about it.
function hoverOf({ x, y }: HeatMapOptions["names"], { cells, place, told }: Told) {
  const [first, second] = [plotText(x), plotText(y)];
  const moreOf = (row: HeatMapRow | undefined) => (told ? plotText(row?.more ?? "") : "");
  if (place === undefined)
    return {
      hovertemplate: `${first} %{x}, ${second} %{y}: %{text}${told ? "%{customdata}" : ""}<extra></extra>`,
      ...(told && { customdata: cells.map((line) => line.map(moreOf)) }),
    };
  const template = `${first} %{customdata[0]}<br>${second} %{customdata[1]}<br>%{text}%{customdata[2]}<extra></extra>`;
  return {
    hovertemplate: template,
    customdata: cells.map((line, at) => line.map((row, column) => [...place(column, at), moreOf(row)])),
  };
}

function noted(title: AxisTitle, notes: readonly string[]): AxisTitle {
  return { ...title, text: [title.text, ...notes.map(plotText)].join("<br>") };
}

function longestOf(text: readonly (readonly string[])[]): number {
  return Math.max(0, ...text.map((row) => Math.max(0, ...row.map(({ length }) => length))));
}

// On an axis of names, places are numbers.
function frameAt(column: number, line: number, dash?: "dash"): CellFrame[] {
  if (column < 0 || line < 0) return [];
  const look = { color: colors.down, width: 3, dash: dash ?? "solid" } as const;
  return [{ type: "rect", x0: column - 0.5, x1: column + 0.5, y0: line - 0.5, y1: line + 0.5, line: look }];
}

function cellOf(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}

function keysOf(keys: readonly (number | string)[]): (number | string)[] {
  const distinct = [...new Set(keys)];
  const numbers = distinct.every((key) => typeof key === "number");
  return numbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct;
}
