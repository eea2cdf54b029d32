import { colorOn, highToLow, lowToHigh } from "../plotly/color-scales";
import { colors, translucent } from "../plotly/theme";

/** Cells that fill while something goes on: `values[row * columns + column]`, the first row at the bottom. */
export interface SmallMap {
  readonly columns: number;
  readonly rows: number;
  /** NaN without a value. */
  readonly values: Float64Array;
  /** What becomes of a cell without a value: nothing, it is waited for, or it failed. */
  readonly without: readonly ("nothing" | "waiting" | "failed")[];
  /** Whether low values are the good ones, which are the bright ones. */
  readonly ascending: boolean;
  readonly label: string;
}

const [mostWidth, mostHeight] = [560, 300];
const [widestCell, highestCell] = [48, 26];
// Cells of one shade share a path, which takes a tenth of the letters of as many rectangles.
const shades = 24;
const [risingShades, fallingShades] = [lowToHigh, highToLow].map((scale) =>
  Array.from({ length: shades + 1 }, (_, at) => colorOn(scale, at / shades)),
);

/** Draws a map as a small picture without axes, for HTML that allows only images. `label` is escaped by the caller. */
export function smallMapHtml({ columns, rows, values, without, ascending, label }: SmallMap): string {
  const wide = Math.min(widestCell, mostWidth / Math.max(1, columns));
  const high = Math.min(highestCell, mostHeight / Math.max(1, rows));
  const [width, height] = [Math.ceil(columns * wide), Math.ceil(rows * high)];
  const place = placeIn(values);
  const paths = new Map<string, string>();
  const gap = Math.min(wide, high) > 4 ? 1 : 0;
  for (let at = 0; at < values.length; at++) {
    const color = colorAt(values[at], without[at], place, ascending);
    if (color === undefined) continue;
    const [x, y] = [(at % columns) * wide, (rows - 1 - Math.floor(at / columns)) * high];
    const box = `M${round(x)} ${round(y)}h${round(wide - gap)}v${round(high - gap)}h-${round(wide - gap)}z`;
    paths.set(color, (paths.get(color) ?? "") + box);
  }
  const drawn = Array.from(paths, ([color, path]) => `<path d="${path}" fill="${color}"/>`).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn}</svg>`;
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${label}" decoding="sync" style="display:block;margin:4px 0">`;
}

const blocks = "░▒▓█";
const [mostColumns, mostRows] = [60, 30];

/** Writes a map as lines of shaded characters; empty if it has more than 60 columns or 30 rows. */
export function smallMapText({ columns, rows, values, without, ascending }: SmallMap): string {
  if (columns > mostColumns || rows > mostRows) return "";
  const place = placeIn(values);
  const letter = (at: number) => {
    if (Number.isNaN(values[at])) return { nothing: "  ", waiting: "··", failed: "xx" }[without[at]];
    const share = ascending ? 1 - place(values[at]) : place(values[at]);
    return blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))].repeat(2);
  };
  const lines = Array.from({ length: rows }, (_, line) => {
    const row = rows - 1 - line;
    return Array.from({ length: columns }, (_, column) => letter(row * columns + column)).join("");
  });
  return lines.map((line) => line.trimEnd()).join("\n");
}

function colorAt(
  value: number,
  without: SmallMap["without"][number],
  place: (value: number) => number,
  ascending: boolean,
): string | undefined {
  if (!Number.isNaN(value)) return (ascending ? fallingShades : risingShades)[Math.round(place(value) * shades)];
  if (without === "nothing") return undefined;
  return without === "failed" ? colors.down : translucent(colors.benchmark, 0.25);
}

function placeIn(values: Float64Array): (value: number) => number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (value) => (high > low ? (value - low) / (high - low) : 0.5);
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
