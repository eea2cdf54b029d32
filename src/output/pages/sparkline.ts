import { decimate } from "../decimate";
import { escapeHtml } from "../html";
import { colors, seriesColors, translucent } from "../plotly/theme";

const [width, height] = [640, 320];
const margin = 4;
// Room for a line of text above and below the curve.
const [top, bottom] = [20, height - 22];

/** A line of numbers as a picture. */
export interface Spark {
  readonly values: Float64Array;
  /** What it shows. */
  readonly label: string;
  /** Others of the same places, on the same scale, as a dashed line; NaN where there is none. */
  readonly against?: Float64Array;
  /** What is written at its corners: its highest and lowest value, and its two ends. */
  readonly scale?: { readonly high: string; readonly low: string; readonly from: string; readonly to: string };
}

/**
 * Draws a line of numbers as a picture, for HTML that allows only images. Below two numbers there is room for them. It is
 * as wide as there is room, up to 640 pixels.
 */
export function sparklineHtml({ values, label, against, scale }: Spark): string {
  const places = decimate(values, values.length, width);
  const [color] = seriesColors;
  const range = rangeOf(against === undefined ? values : [...values, ...against]);
  const end = values.length - 1;
  const points = places.length < 2 ? [] : Array.from(places, (place) => pointOf(place / end, values[place], range));
  const area = `${margin},${bottom} ${points.join(" ")} ${width - margin},${bottom}`;
  const line =
    points.length === 0
      ? ""
      : `<polygon points="${area}" fill="${translucent(color, 0.12)}"/><polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linejoin="round"/>`;
  const other = against === undefined || end < 1 ? "" : dashed(against, range);
  const texts = scale === undefined || points.length === 0 ? "" : scaleSvg(scale);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${texts}${line}${other}</svg>`;
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${escapeHtml(label)}" decoding="sync" style="display:block;max-width:100%;margin:4px 0">`;
}

function scaleSvg({ high, low, from, to }: NonNullable<Spark["scale"]>): string {
  const rule = (y: number) =>
    `<line x1="${margin}" x2="${width - margin}" y1="${y}" y2="${y}" stroke="${colors.grid}" stroke-width="1"/>`;
  const text = (x: number, y: number, anchor: string, what: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(what)}</text>`;
  return [
    rule(top),
    rule(bottom),
    `<g font-family="system-ui, sans-serif" font-size="12" fill="${colors.text}">`,
    text(margin, top - 6, "start", `highest ${high}`),
    text(width / 2, height - 6, "middle", `lowest ${low}`),
    text(margin, height - 6, "start", from),
    text(width - margin, height - 6, "end", to),
    "</g>",
  ].join("");
}

function dashed(values: Float64Array, range: readonly [number, number]): string {
  const points: string[] = [];
  for (let at = 0; at < values.length; at++)
    if (!Number.isNaN(values[at])) points.push(pointOf(at / (values.length - 1), values[at], range));
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${colors.benchmark}" stroke-width="1" stroke-dasharray="3 2"/>`;
}

const blocks = "▁▂▃▄▅▆▇█";
const textWidth = 48;

/** Writes a line of numbers as one line of block characters, `most` at most. */
export function sparklineText(values: Float64Array, most = textWidth): string {
  const count = Math.min(most, values.length);
  const chosen = Array.from({ length: count }, (_, at) => values[Math.floor(((at + 1) * values.length) / count) - 1]);
  const [low, high] = rangeOf(chosen);
  const level = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  return chosen.map((value) => blocks[Math.min(blocks.length - 1, Math.floor(level(value) * blocks.length))]).join("");
}

function pointOf(share: number, value: number, [low, high]: readonly [number, number]): string {
  const inside = bottom - top;
  const x = margin + share * (width - 2 * margin);
  const y = high > low ? bottom - ((value - low) / (high - low)) * inside : height / 2;
  return `${Number(x.toFixed(1))},${Number(y.toFixed(1))}`;
}

function rangeOf(values: ArrayLike<number> & Iterable<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
