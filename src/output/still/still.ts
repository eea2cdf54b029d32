import { escapeHtml } from "../html";
import type { Figure, Trace } from "../plotly/figure";
import { figureText } from "../plotly/figure-text";
import { colors, textOfPlot } from "../plotly/theme";
import { type Box, nameAxisMarks, textAt, timeAxisMarks, valueAxis } from "./axes";
import { legendMarks } from "./legend";
import { marksOf, timeOf } from "./marks";
import { linearScale, paddedRange, type Scale } from "./scale";

const width = 760;

/**
 * Draws a figure as a still SVG picture, 760 pixels wide, that depends on nothing else: lines, areas, candles,
 * markers, axes, legend and title. It has no background, and its colors are readable on white and on dark pages.
 */
export function stillSvg(figure: Figure): string {
  const { layout, data } = figure;
  const height = Math.min(layout.height, 520);
  const legend = legendMarks(layout.showlegend ? data : [], width, layout.title === undefined ? 20 : 42);
  const box: Box = {
    left: leftMargin,
    right: width - 24,
    top: legend.bottom + 8,
    bottom: height - bottomMargin,
  };
  const bars = data.find((trace) => trace.type === "bar");
  const x = bars === undefined ? timeScale(data, box) : linearScale(-0.6, bars.x.length - 0.4, box.left, box.right);
  const panels = panelsOf(figure, box).map(({ axis, traces, panelBox }) => {
    const y = valueScale(traces, axis.rangemode === "tozero", panelBox);
    return `${valueAxis(axis, y, panelBox)}${traces.map((trace) => marksOf(trace, { x, y })).join("")}`;
  });
  const empty = data.every((trace) => trace.x.length === 0);
  const name = textOfPlot(layout.title?.text ?? "Figure");
  const title = layout.title === undefined ? "" : textAt(box.left, 22, "start", name, 15);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" fill="${colors.text}">`,
    `<title>${escapeHtml(name)}</title>`,
    title,
    legend.svg,
    empty
      ? textAt(width / 2, height / 2, "middle", "Nothing to draw", 13)
      : panels.join("") + (bars === undefined ? timeAxisMarks(layout.xaxis, x, box) : nameAxisMarks(bars.x, x, box)),
    "</svg>",
  ].join("");
}

/** Draws a figure as an `<img>` element that contains its picture and describes it in words. */
export function stillImage(figure: Figure): string {
  const picture = Buffer.from(stillSvg(figure)).toString("base64");
  const words = escapeHtml(figureText(figure)).replace(/\n\s*/g, "; ");
  return `<img src="data:image/svg+xml;base64,${picture}" alt="${words}" style="max-width:100%;height:auto">`;
}

const leftMargin = 78;
const bottomMargin = 44;

interface PanelPart {
  readonly axis: Figure["layout"]["yaxis"];
  readonly traces: readonly Trace[];
  readonly panelBox: Box;
}

function panelsOf({ data, layout }: Figure, box: Box): PanelPart[] {
  const isBelow = (trace: Trace) => trace.type === "scatter" && trace.yaxis === "y2";
  const upper = data.filter((trace) => !isBelow(trace));
  const parts: PanelPart[] = [{ axis: layout.yaxis, traces: upper, panelBox: partOf(box, layout.yaxis.domain) }];
  const { yaxis2 } = layout;
  if (yaxis2) parts.push({ axis: yaxis2, traces: data.filter(isBelow), panelBox: partOf(box, yaxis2.domain) });
  return parts;
}

// Plotly measures a domain from the bottom.
function partOf(box: Box, [from, to]: readonly [number, number] = [0, 1]): Box {
  const height = box.bottom - box.top;
  return { ...box, top: box.bottom - to * height, bottom: box.bottom - from * height };
}

function timeScale(data: readonly Trace[], box: Box): Scale {
  const candles = data.find((trace) => trace.type === "candlestick");
  const times = data.flatMap(({ x }) => (x.length > 0 ? [timeOf(x[0]), timeOf(x[x.length - 1])] : []));
  const [from, to] = paddedRange(times, candles ? 0.6 / Math.max(1, candles.x.length) : 0);
  return linearScale(from, to, box.left, box.right);
}

function valueScale(traces: readonly Trace[], toZero: boolean, box: Box): Scale {
  const [least, most] = paddedRange(valuesOf(traces), 0.05);
  const from = toZero && least > 0 ? 0 : least;
  const to = toZero && most < 0.06 * (most - least) ? 0 : most;
  return linearScale(from, to, box.bottom, box.top);
}

function* valuesOf(traces: readonly Trace[]): Iterable<number> {
  for (const trace of traces) {
    if (trace.type === "candlestick") yield* [...trace.low, ...trace.high];
    else if (trace.type === "bar") yield* trace.y.flatMap((height, at) => [trace.base[at], trace.base[at] + height]);
    else for (const value of trace.y) if (value !== null) yield value;
  }
}
