import { decimate } from "../decimate";
import { seriesColors, translucent } from "../plotly/theme";

const width = 240;
const height = 44;
const margin = 2;

/** Draws a line of numbers as a small picture without axes, for HTML that allows only images. */
export function sparklineHtml(values: Float64Array, label: string): string {
  const places = decimate(values, values.length, width);
  if (places.length < 2) return "";
  const points = pointsOf(places.map((place) => values[place]));
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  const area = `${margin},${height} ${line} ${width - margin},${height}`;
  const [color] = seriesColors;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><polygon points="${area}" fill="${translucent(color, 0.12)}"/><polyline points="${line}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linejoin="round"/></svg>`;
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${label}" decoding="sync" style="display:block;margin:4px 0">`;
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

function pointsOf(values: readonly number[]): [number, number][] {
  const [low, high] = rangeOf(values);
  const span = high > low ? high - low : 1;
  const inside = height - 2 * margin;
  return values.map((value, at) => {
    const x = margin + (at / (values.length - 1)) * (width - 2 * margin);
    const y = high > low ? height - margin - ((value - low) / span) * inside : height / 2;
    return [Number(x.toFixed(1)), Number(y.toFixed(1))];
  });
}

function rangeOf(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
