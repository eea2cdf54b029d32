import { escapeHtml } from "../html";
import { colorOn } from "../plotly/color-scales";
import type { CellFrame, HeatmapTrace, Layout } from "../plotly/figure";
import { longestTick, textOfPlot } from "../plotly/theme";
import { lettersOf, shortNames } from "../short-names";
import { type Box, textAt } from "./axes";
import { pixel } from "./pixels";

// Pixels of a letter.
const letter = 6.2;

/**
 * Draws the cells of a heat map, with their texts where there is room, under the names of the columns, or above them if the
 * axis says so. The first row is at the bottom, unless the axis is reversed. A scale of colors is drawn if the trace has one.
 */
export function cellMarks(trace: HeatmapTrace, { xaxis, yaxis, shapes = [] }: Layout, box: Box): string {
  const width = (box.right - box.left) / Math.max(1, trace.x.length);
  const height = (box.bottom - box.top) / Math.max(1, trace.y.length);
  const topOf = (line: number) =>
    box.top + (yaxis.autorange === "reversed" ? line : trace.y.length - 1 - line) * height;
  const size = Math.min(11, height * 0.7);
  const above = xaxis.side === "top";
  const heads = ticksOf(trace.x);
  const shownAt = everyOf(heads, width / letter);
  const columns = heads.map((name, at) =>
    shownAt(at) ? textAt(box.left + (at + 0.5) * width, above ? box.top - 8 : box.bottom + 16, "middle", name) : "",
  );
  const shownIn = everyOf(
    trace.y.map(() => ""),
    height / 13,
  );
  const rows = ticksOf(trace.y).map((name, at) =>
    shownIn(at) ? textAt(box.left - 8, topOf(at) + height / 2 + 4, "end", name) : "",
  );
  const cells = trace.z.flatMap((row, line) =>
    row.map((value, column) => {
      if (value === null) return "";
      const color = colorOn(trace.colorscale, (value - trace.zmin) / (trace.zmax - trace.zmin));
      const [x, y] = [box.left + column * width, topOf(line)];
      const cell = `<rect x="${pixel(x + 0.5)}" y="${pixel(y + 0.5)}" width="${pixel(Math.max(0.6, width - 1))}" height="${pixel(Math.max(0.6, height - 1))}" fill="${color}"/>`;
      const text = trace.text[line][column];
      if (trace.texttemplate === "" || size < 7 || text.length * size * 0.6 > width) return cell;
      return `${cell}<text x="${pixel(x + width / 2)}" y="${pixel(y + height / 2 + size * 0.36)}" text-anchor="middle" font-size="${pixel(size)}" fill="${textOn(color)}">${escapeHtml(text)}</text>`;
    }),
  );
  const frames = shapes.map((shape) => frameMarks(shape, box.left, topOf, width, height));
  return (
    columns.join("") +
    rows.join("") +
    cells.join("") +
    frames.join("") +
    titleMarks(xaxis, yaxis, box) +
    scaleMarks(trace, box)
  );
}

function ticksOf(names: readonly string[]): readonly string[] {
  return shortNames(names.map(textOfPlot), longestTick);
}

/** Returns how many pixels the names of the rows need on the left of the cells. */
export function roomForRows(trace: HeatmapTrace): number {
  return Math.max(...ticksOf(trace.y).map(lettersOf)) * letter + 16;
}

// Which names are shown so that they do not overlap: all, or every second, third, ...
function everyOf(names: readonly string[], room: number): (at: number) => boolean {
  const longest = names.reduce((most, name) => Math.max(most, name.length + 1), 1);
  const step = Math.ceil(longest / Math.max(0.01, room));
  return (at) => at % step === 0;
}

function frameMarks(
  { x0, y0, line }: CellFrame,
  left: number,
  topOf: (line: number) => number,
  width: number,
  height: number,
) {
  const dash = line.dash === "dash" ? ` stroke-dasharray="5 3"` : "";
  const [x, y] = [left + (x0 + 0.5) * width, topOf(y0 + 0.5)];
  return `<rect x="${pixel(x)}" y="${pixel(y)}" width="${pixel(width)}" height="${pixel(height)}" fill="none" stroke="${escapeHtml(line.color)}" stroke-width="${line.width}"${dash}/>`;
}

function titleMarks(xaxis: Layout["xaxis"], yaxis: Layout["yaxis"], box: Box): string {
  const below = xaxis.title?.text.split("<br>") ?? [];
  const lines = below.map((text, at) => textAt(box.right, box.bottom + 33 + 16 * at, "end", textOfPlot(text)));
  const beside = yaxis.title === undefined ? "" : textAt(8, box.top - 9, "start", textOfPlot(yaxis.title.text), 10);
  return beside + lines.join("");
}

const scaleWidth = 100;

// From the lowest to the highest value, as they are written.
function scaleMarks(trace: HeatmapTrace, box: Box): string {
  if (!trace.showscale) return "";
  const texts = trace.z.flatMap((row, line) => row.map((value, column) => ({ value, text: trace.text[line][column] })));
  const textOf = (end: number) => texts.find(({ value }) => value === end)?.text ?? "";
  const [low, high] = [textOf(trace.zmin), textOf(trace.zmax)];
  const right = box.right - high.length * letter - 6;
  const parts = 20;
  const swatches = Array.from({ length: parts }, (_, at) => {
    const color = colorOn(trace.colorscale, (at + 0.5) / parts);
    return `<rect x="${pixel(right - scaleWidth + (at * scaleWidth) / parts)}" y="${pixel(box.top - 18)}" width="${pixel(scaleWidth / parts + 0.3)}" height="10" fill="${color}"/>`;
  });
  return `${textAt(right - scaleWidth - 6, box.top - 9, "end", low)}${swatches.join("")}${textAt(box.right, box.top - 9, "end", high)}`;
}

// Black or white, whichever is seen better: above this luminance (Web Content Accessibility Guidelines 2.2), black is.
const lightFrom = 0.179;

function textOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => lightOf(Number.parseInt(color.slice(at, at + 2), 16) / 255));
  return red * 0.2126 + green * 0.7152 + blue * 0.0722 > lightFrom ? "#000000" : "#ffffff";
}

function lightOf(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
