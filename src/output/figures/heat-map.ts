import { type Format, formatValue } from "../formats";
import { lowToHigh } from "../plotly/color-scales";
import type { Figure, HeatmapTrace } from "../plotly/figure";
import { axisTitle, layoutOf, plotText } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** The value at one pair of params. */
export interface HeatMapRow {
  readonly x: number | string;
  readonly y: number | string;
  /** `null` if there is none; then the cell is empty. */
  readonly value: number | null;
}

/** What a heat map shows. */
export interface HeatMapOptions {
  readonly title: string;
  /** What `x`, `y` and `value` are. */
  readonly names: { readonly x: string; readonly y: string; readonly value: string };
  readonly format: Format;
}

// More texts do not fit their cells.
const mostTexts = 400;

/**
 * Draws a value by two params as colored cells. If several rows have the same params, the last one is drawn. Numbers are
 * in order of size, text in the order in which it comes.
 */
export function heatMapFigure(rows: readonly HeatMapRow[], { title, names, format }: HeatMapOptions): Figure {
  const [columns, lines] = [keysOf(rows.map(({ x }) => x)), keysOf(rows.map(({ y }) => y))];
  const values = new Map(rows.map(({ x, y, value }) => [JSON.stringify([x, y]), value]));
  const z = lines.map((y) => columns.map((x) => cellOf(values.get(JSON.stringify([x, y])))));
  const known = z.flat().filter((value) => value !== null);
  const [least, most] = known.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const text = z.map((row) => row.map((value) => (value === null ? "" : formatValue(value, format))));
  const trace: HeatmapTrace = {
    type: "heatmap",
    name: plotText(names.value),
    x: columns.map((key) => plotText(String(key))),
    y: lines.map((key) => plotText(String(key))),
    z,
    text,
    texttemplate: known.length <= mostTexts ? "%{text}" : "",
    hovertemplate: `${plotText(names.x)} %{x}, ${plotText(names.y)} %{y}: %{text}<extra></extra>`,
    hoverongaps: false,
    colorscale: lowToHigh,
    zmin: least,
    zmax: most > least ? most : least + 1,
    xgap: 1,
    ygap: 1,
    // Where the cells say their values, a scale says no more.
    showscale: known.length > mostTexts,
    colorbar: { thickness: 12, title: { text: plotText(names.value), side: "top", font: { size: 11 } } },
  };
  const layout = layoutOf({
    title,
    legend: false,
    height: Math.min(900, Math.max(320, 130 + 24 * lines.length)),
    hover: "closest",
    xaxis: { type: "category", title: axisTitle(names.x) },
    yaxis: { type: "category", title: axisTitle(names.y), showgrid: false },
  });
  return figureOf(known.length === 0 ? [] : [trace], layout);
}

function cellOf(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}

function keysOf(keys: readonly (number | string)[]): (number | string)[] {
  const distinct = [...new Set(keys)];
  const numbers = distinct.every((key) => typeof key === "number");
  return numbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct;
}
