import { moneyDecimals } from "../formats";
import { lettersOf, shortName, shortNames } from "../short-names";
import type { Axis, Layout, LineLook } from "./figure";

/**
 * Colors of the series, in order: those of Okabe and Ito ("Color Universal Design", 2008), darkened until each has a
 * contrast of 3 on white and on dark pages. People who are blind to a color tell the first four apart, and the others.
 */
export const seriesColors = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#9a4df0",
  "#249ae0",
  "#905460",
  "#c2689b",
  "#8a8a00",
] as const;

/** How many lines of a figure are drawn through. The others are dotted. */
const drawnThrough = 4;

/** Returns the color of the series at an index. Colors repeat. */
export function seriesColor(position: number): string {
  return seriesColors[position % seriesColors.length];
}

/** Returns how the line of the series at an index looks. */
export function seriesLine(position: number): LineLook {
  const color = seriesColor(position);
  return position % seriesColors.length < drawnThrough ? { color } : { color, dash: "dot" };
}

/** Colors with a meaning. Text and grid are readable on white and on dark pages. */
export const colors = {
  text: "#78808c",
  grid: "rgba(128,128,128,0.18)",
  benchmark: "#7f8790",
  up: "#009e73",
  down: "#d55e00",
  buy: "#0072b2",
  sell: "#d55e00",
} as const;

/** Returns a color of the form `#rrggbb` with an opacity from 0 to 1. */
export function translucent(color: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

/** Escapes text for Plotly, which would read `<b>` and `&amp;` in it as markup. */
export function plotText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Returns the text that was passed to `plotText`. */
export function textOfPlot(text: string): string {
  return text
    .replace(/\u200b<br>/g, "")
    .replace(/<br>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

/** What a figure adds to the common layout. */
export interface LayoutChoices {
  readonly title?: string;
  readonly legend: boolean;
  readonly height?: number;
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly yaxis2?: Axis;
  readonly yaxis3?: Axis;
  /** One hover label for all that is at a time, which is the default, or one for the nearest mark. */
  readonly hover?: "x unified" | "closest";
}

const manyDigits = 1e7;

/** Returns how the ticks of amounts of money are written: `180,000`, and from `shortFrom` on `12M` or `1.4B`. */
export function moneyTicks(amounts: Iterable<number | null>, shortFrom = manyDigits): Axis {
  let most = 0;
  for (const amount of amounts) most = Math.max(most, Math.abs(amount ?? 0));
  return most < shortFrom ? { tickformat: "," } : { exponentformat: "B" };
}

/** Returns an axis of amounts of money: its ticks, and as many decimals under the pointer as the amounts need. */
export function moneyAxis(amounts: readonly (number | null)[]): Axis {
  return { ...moneyTicks(amounts), hoverformat: `,.${moneyDecimals(amounts)}f` };
}

/** Returns a title of an axis: what it measures, or its unit. */
export function axisTitle(text: string): NonNullable<Axis["title"]> {
  return { text: plotText(text), font: { size: 11 }, standoff: 6 };
}

// More does not fit a phone.
const longestTitle = 44;
const mostLines = 3;

/**
 * Returns the layout that all figures share: a quiet grid, a transparent background, the title above, the legend below
 * the axis, one hover label for all panels. If the figure is zoomed along time, its values follow: whoever draws it
 * with paperlab's Plotly is told so by `meta.valuesFollow`.
 */
export function layoutOf(choices: LayoutChoices): Layout {
  const { title, legend, xaxis, yaxis, yaxis2, yaxis3, hover = "x unified" } = choices;
  const lines = title === undefined ? [] : titleLines(title);
  const line = { gridcolor: colors.grid, linecolor: colors.grid, zerolinecolor: colors.grid, automargin: true };
  return {
    ...(lines.length > 0 && { title: titleOf(lines) }),
    height: choices.height ?? 420,
    showlegend: legend,
    // At the bottom of the figure, as Plotly makes room for it there, in as many rows as it needs.
    legend: {
      orientation: "h",
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 0,
      yref: "container",
      yanchor: "bottom",
      traceorder: "normal",
    },
    hovermode: hover,
    ...((yaxis2 ?? yaxis3) && { hoversubplots: "axis" }),
    font: { family: "system-ui, sans-serif", size: 12, color: colors.text },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: {
      bgcolor: "rgba(31,41,51,0.94)",
      bordercolor: colors.benchmark,
      font: { color: "#f4f6f8" },
      namelength: 40,
    },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colors.benchmark, activecolor: seriesColors[0], orientation: "v" },
    margin: { l: 48, r: 32, t: 20 + [0, 28, 46, 72][lines.length], b: 40 },
    xaxis: { ...line, showgrid: false, type: "date", ...xaxis },
    yaxis: { ...line, ...yaxis },
    ...(yaxis2 && { yaxis2: { ...line, ...yaxis2 } }),
    ...(yaxis3 && { yaxis3: { ...line, ...yaxis3 } }),
    ...((xaxis.type ?? "date") === "date" && { meta: { valuesFollow: true } }),
  };
}

/**
 * Returns the layout of lying bars, the first on top. `labels`: what stands on the left of each, such as its name with its
 * amount below, where they lie over no bar.
 */
export function lyingBarsLayout(choices: {
  readonly title: string;
  /** What tells the bars apart. */
  readonly bars: readonly (string | number)[];
  readonly labels: readonly string[];
  readonly xaxis: Axis;
}): Layout {
  const { title, bars, labels, xaxis } = choices;
  return layoutOf({
    title,
    legend: false,
    height: Math.max(200, 110 + 38 * bars.length),
    hover: "closest",
    xaxis: { type: "linear", nticks: 5, showgrid: true, ...xaxis },
    yaxis: {
      type: "category",
      autorange: "reversed",
      showgrid: false,
      tickmode: "array",
      tickvals: bars,
      ticktext: labels,
    },
  });
}

function titleOf(lines: readonly string[]): NonNullable<Layout["title"]> {
  const text = lines.map(plotText).join("<br>");
  return {
    text,
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 1,
    yanchor: "top",
    // Plotly raises the first of several lines.
    pad: { t: 12 * lines.length, l: 10 },
    font: { size: 15 },
  };
}

// A longer title is shortened until it has no more lines: its middle is most often the name of a session.
function titleLines(title: string): string[] {
  for (let room = mostLines * longestTitle; ; room -= 4) {
    const lines = linesOf(shortName(title, room));
    if (lines.length <= mostLines) return lines;
  }
}

// A space without width, at the end of a line: a word that is longer than a line goes on.
const withinWord = "\u200b";

/**
 * Breaks a text into lines of at most `most` letters: after a comma, if one is far enough or the rest then fits a line, or
 * between words. No short word is alone in a line where two can be.
 */
export function linesOf(text: string, most = longestTitle): string[] {
  if (lettersOf(text) <= most) return [text];
  let room = 1;
  while (room < text.length && lettersOf(text.slice(0, room + 1)) <= most) room++;
  const end = endOfLine(text, room, most);
  const rest = (from: number) => linesOf(text.slice(from).trim(), most);
  return end > 0 ? [text.slice(0, end), ...rest(end)] : [text.slice(0, room) + withinWord, ...rest(room)];
}

function endOfLine(text: string, room: number, most: number): number {
  const comma = text.lastIndexOf(", ", room) + 1;
  const isOfWords = text.slice(0, comma).includes(" ");
  if (comma > room / 2 || (isOfWords && lettersOf(text.slice(comma).trim()) <= most)) return comma;
  const end = text.lastIndexOf(" ", room);
  const before = text.lastIndexOf(" ", end - 1);
  const isAlone = !text.slice(end + 1).includes(" ");
  const isNearby = before > room / 2 && lettersOf(text.slice(before + 1)) <= most;
  return isAlone && isNearby ? before : end;
}

/** Ticks that are longer texts would leave no room on a phone, and would be slanted there. */
export const longestTick = 20;

/** Returns how the names of an axis are written: told apart where they are too long. Without long names, there is nothing to say. */
export function nameTicks(names: readonly string[]): Axis {
  const short = shortNames(names, longestTick);
  if (short.every((text, at) => text === names[at])) return {};
  const step = Math.ceil(names.length / mostTicks);
  const shown = [...names.keys()].filter((at) => at % step === 0);
  return {
    tickmode: "array",
    tickvals: shown.map((at) => plotText(names[at])),
    ticktext: shown.map((at) => plotText(short[at])),
  };
}

const mostTicks = 40;
