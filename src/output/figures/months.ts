import { fixedText, formatValue } from "../formats";
import { aroundZero } from "../plotly/color-scales";
import type { Figure, HeatmapTrace } from "../plotly/figure";
import { layoutOf } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** The returns of one year, fractions. */
export interface YearOfMonths {
  readonly year: number;
  /** Twelve, January first; `null` if the month has none. */
  readonly months: readonly (number | null)[];
  readonly whole: number | null;
}

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Year"];
// The strongest colors are of a month of at least 12 %, and of at least three usual ones, so that one month alone leaves the others
// no less color.
const strongest = 0.12;
const timesUsual = 3;

function strongestOf(sizes: readonly number[]): number {
  const sorted = sizes.filter((size) => size > 0).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.min(Math.max(strongest, timesUsual * usual), Math.max(0.01, ...sizes));
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

// Beside another, a text of more characters does not fit its cell on a phone, and then no cell has one.
function monthText(percent: number): string {
  if (Math.abs(percent) >= 1e15) return percent.toExponential(0);
  if (percent >= 9999.5 || percent <= -999.5) return short.format(percent);
  return fixedText(percent, Math.abs(percent) < 99.95 ? 1 : 0);
}

/** Draws the return of each month as a colored cell, one row a year, and the return of the year at the end. */
export function monthsFigure(years: readonly YearOfMonths[], title: string): Figure {
  const newest = [...years].sort((a, b) => a.year - b.year);
  const cells = newest.map(({ months, whole }) => [...months, whole]);
  const sizes = cells.flatMap((row) => row.slice(0, 12)).map((value) => Math.abs(value ?? 0));
  const most = strongestOf(sizes);
  const trace: HeatmapTrace = {
    type: "heatmap",
    name: "Returns",
    x: names,
    y: newest.map(({ year }) => String(year)),
    z: cells.map((row) => row.map((value) => (value === null ? null : Number(value.toPrecision(6))))),
    text: cells.map((row) => row.map((value) => (value === null ? "" : monthText(value * 100)))),
    texttemplate: "%{text}",
    // Readable on every color of the scale; Plotly's own choice is not on those between.
    textfont: { color: "#000000" },
    customdata: cells.map((row) => row.map((value) => formatValue(value, "percent"))),
    hovertemplate: "%{x} %{y}: %{customdata}<extra></extra>",
    hoverongaps: false,
    colorscale: aroundZero,
    zmin: -most,
    zmax: most,
    xgap: 1,
    ygap: 1,
    showscale: false,
  };
  const layout = layoutOf({
    title,
    legend: false,
    height: Math.min(2400, 110 + 26 * Math.max(2, newest.length)),
    hover: "closest",
    xaxis: { type: "category", side: "top", fixedrange: true, tickangle: 0 },
    yaxis: { type: "category", autorange: "reversed", showgrid: false, fixedrange: true },
  });
  // The names of the months stand between the title and the cells.
  const more = 18 * ((layout.title?.text.split("<br>").length ?? 1) - 1);
  return figureOf(
    newest.length === 0 ? [] : [trace],
    { ...layout, height: layout.height + more, margin: { l: 44, r: 8, t: 72 + more, b: 12 } },
    "no month has a return",
  );
}
