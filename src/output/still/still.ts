import { escapeHtml } from "../html";
import type { Axis, BarTrace, Figure, HeatmapTrace, Trace } from "../plotly/figure";
import { figureText } from "../plotly/figure-text";
import { colors, textOfPlot } from "../plotly/theme";
import { lettersOf, shortName } from "../short-names";
import { type Box, nameAxisMarks, numberAxisMarks, textAt, timeAxisMarks, valueAxis } from "./axes";
import { lyingBars } from "./bars";
import { cellMarks, roomForRows } from "./cells";
import { legendMarks } from "./legend";
import { marksOf, placeOf } from "./marks";
import { linearScale, paddedRange, type Scale } from "./scale";
import { timeScaleOf } from "./time-scale";

const width = 760;

/**
 * Draws a figure as a still SVG picture, 760 pixels wide, that depends on nothing else: lines, areas, candles, bars,
 * cells, markers, axes, legend and title. It has no background, and its colors are readable on white and on dark pages.
 */
export function stillSvg(figure: Figure): string {
  const { layout, data } = figure;
  const lying = data.find((trace) => trace.type === "bar" && trace.orientation === "h") as BarTrace | undefined;
  const cells = data.find((trace) => trace.type === "heatmap");
  const height = lying === undefined && cells === undefined ? Math.min(layout.height, 560) : layout.height;
  const legend = legendMarks(layout.showlegend ? data : [], width, layout.title === undefined ? 20 : 42);
  const box: Box = {
    left: leftMargin,
    right: width - 24,
    top: legend.bottom + (layout.yaxis.title === undefined ? 8 : 24),
    bottom: height - bottomMargin,
  };
  const empty = data.every((trace) => trace.x.length === 0);
  const name = textOfPlot(layout.title?.text ?? "Figure");
  const title = layout.title === undefined ? "" : titleAt(box, name);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" fill="${colors.text}">`,
    `<title>${escapeHtml(name)}</title>`,
    title,
    legend.svg,
    empty ? textAt(width / 2, height / 2 + 8, "middle", emptyTextOf(layout), 13) : contentOf(figure, box, lying, cells),
    "</svg>",
  ].join("");
}

// A letter is about half as wide as it is high.
const letterWidth = 0.55;

function titleAt({ left, right }: Box, title: string): string {
  const most = Math.floor((right - left) / (11 * letterWidth));
  const text = shortName(title, most);
  const size = Math.max(11, Math.min(15, Math.floor((right - left) / (lettersOf(text) * letterWidth))));
  return textAt(left, 22, "start", text, size);
}

function emptyTextOf({ annotations = [] }: Figure["layout"]): string {
  return textOfPlot(annotations[0]?.text ?? "Nothing to draw");
}

function contentOf(figure: Figure, box: Box, lying: BarTrace | undefined, cells: HeatmapTrace | undefined): string {
  if (cells !== undefined) return cellMarks(cells, figure.layout, cellBox(cells, figure.layout, box));
  if (lying !== undefined) return lyingBarsIn(figure, lying, { ...box, left: 170 });
  const { layout, data } = figure;
  const { type = "date" } = layout.xaxis;
  const x = axisScale(figure, box);
  const panels = panelsOf(figure, box).map(({ axis, traces, panelBox }) => {
    const y = valueScale(traces, axis, panelBox);
    const marks = traces.map((trace, at) => marksOf(trace, { x, y }, type, traces[at - 1]));
    // The title of a panel below stands where its lowest number would.
    const lowest = panelBox.bottom < box.bottom ? panelBox.bottom - titleRoom : panelBox.bottom;
    return `${valueAxis(axis, y, panelBox, lowest)}${marks.join("")}`;
  });
  if (type === "date") return panels.join("") + timeAxisMarks(layout.xaxis, x, box);
  if (type === "linear") return panels.join("") + numberAxisMarks(layout.xaxis, x, box);
  return panels.join("") + nameAxisMarks((data[0].x as readonly (string | number)[]).map(String), x, box);
}

// With room for the names of the columns above, or for them and the titles of the axis below.
function cellBox(cells: HeatmapTrace, { xaxis }: Figure["layout"], { left, ...rest }: Box): Box {
  const box = { ...rest, left: Math.max(left, roomForRows(cells)) };
  if (xaxis.side === "top") return { ...box, top: box.top + 26, bottom: box.bottom + 24 };
  const lines = xaxis.title?.text.split("<br>").length ?? 0;
  return { ...box, bottom: box.bottom - 16 * Math.max(0, lines - 1) };
}

function lyingBarsIn({ layout }: Figure, bars: BarTrace, box: Box): string {
  const [from, to] = layout.xaxis.range as [number, number];
  const x = linearScale(from, to, box.left, box.right);
  const y = linearScale(-0.6, bars.y.length - 0.4, box.top, box.bottom);
  return lyingBars(bars, { x, y }, box.left) + numberAxisMarks(layout.xaxis, x, box);
}

/** Draws a figure as an `<img>` element that contains its picture and describes it in words. */
export function stillImage(figure: Figure): string {
  const picture = Buffer.from(stillSvg(figure)).toString("base64");
  const words = escapeHtml(figureText(figure)).replace(/\n\s*/g, "; ");
  return `<img src="data:image/svg+xml;base64,${picture}" alt="${words}" style="max-width:100%;height:auto">`;
}

const titleRoom = 8;
const leftMargin = 78;
const bottomMargin = 44;

interface PanelPart {
  readonly axis: Figure["layout"]["yaxis"];
  readonly traces: readonly Trace[];
  readonly panelBox: Box;
}

function panelsOf({ data, layout }: Figure, box: Box): PanelPart[] {
  const axisOf = (trace: Trace) => ("yaxis" in trace ? (trace.yaxis ?? "y") : "y");
  const axes = [
    { name: "y", axis: layout.yaxis },
    { name: "y2", axis: layout.yaxis2 },
    { name: "y3", axis: layout.yaxis3 },
  ];
  return axes.flatMap(({ name, axis }) => {
    if (axis === undefined) return [];
    return [{ axis, traces: data.filter((trace) => axisOf(trace) === name), panelBox: partOf(box, axis.domain) }];
  });
}

// Plotly measures a domain from the bottom.
function partOf(box: Box, [from, to]: readonly [number, number] = [0, 1]): Box {
  const height = box.bottom - box.top;
  return { ...box, top: box.bottom - to * height, bottom: box.bottom - from * height };
}

function axisScale({ data, layout }: Figure, box: Box): Scale {
  const { type = "date" } = layout.xaxis;
  if (type === "category") return linearScale(-0.6, data[0].x.length - 0.4, box.left, box.right);
  const all = data.flatMap(endsOnAxis).filter((place) => !Number.isNaN(place));
  if (type === "linear") {
    const [from, to] = paddedRange(all, 0.05);
    return linearScale(layout.xaxis.rangemode === "tozero" && from > 0 ? 0 : from, to, box.left, box.right);
  }
  const candles = data.find((trace) => trace.type === "candlestick");
  const range = paddedRange(all, candles ? 0.6 / Math.max(1, candles.x.length) : 0);
  return timeScaleOf(layout.xaxis, range, box.left, box.right);
}

// Bars that have a width are as wide as it is.
function endsOnAxis(trace: Trace): number[] {
  const places = trace.x.map(placeOf);
  if (trace.type !== "bar" || trace.width === undefined) return places;
  const half = trace.width / 2;
  return places.flatMap((place) => [place - half, place + half]);
}

function valueScale(traces: readonly Trace[], { range, rangemode }: Axis, box: Box): Scale {
  const [low, high] = (range ?? []) as readonly unknown[];
  if (typeof low === "number" && typeof high === "number") return linearScale(low, high, box.bottom, box.top);
  const toZero = rangemode === "tozero";
  const [least, most] = paddedRange(valuesOf(traces), 0.05);
  const from = toZero && least > 0 ? 0 : least;
  const to = toZero && most < 0.06 * (most - least) ? 0 : most;
  return linearScale(from, to, box.bottom, box.top);
}

function* valuesOf(traces: readonly Trace[]): Iterable<number> {
  for (const trace of traces) {
    if (trace.type === "candlestick") yield* [...trace.low, ...trace.high];
    else if (trace.type === "bar")
      yield* trace.y.flatMap((height, at) => {
        const base = trace.base?.[at] ?? 0;
        return [base, base + Number(height)];
      });
    else if (trace.type === "scatter") for (const value of trace.y) if (value !== null) yield value;
  }
}
