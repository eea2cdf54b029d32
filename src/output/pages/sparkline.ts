import { decimate } from "../decimate";
import { colors, seriesColors, translucent } from "../plotly/theme";

const width = 240;
const height = 44;
const margin = 2;

/**
 * Draws a line of numbers as a small picture without axes, for HTML that allows only images. `against`: others of the same
 * places, on the same scale, as a dashed line; NaN where there is none. Below two numbers there is room for them.
 */
export function sparklineHtml(values: Float64Array, label: string, against?: Float64Array): string {
  const places = decimate(values, values.length, width);
  const [color] = seriesColors;
  const range = rangeOf(against === undefined ? values : [...values, ...against]);
  const end = values.length - 1;
  const points = places.length < 2 ? [] : Array.from(places, (place) => pointOf(place / end, values[place], range));
  const area = `${margin},${height} ${points.join(" ")} ${width - margin},${height}`;
  const line =
    points.length === 0
      ? ""
      : `<polygon points="${area}" fill="${translucent(color, 0.12)}"/><polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linejoin="round"/>`;
  const other = against === undefined || end < 1 ? "" : dashed(against, range);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${line}${other}</svg>`;
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${label}" decoding="sync" style="display:block;margin:4px 0">`;
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
  const inside = height - 2 * margin;
  const x = margin + share * (width - 2 * margin);
  const y = high > low ? height - margin - ((value - low) / (high - low)) * inside : height / 2;
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
