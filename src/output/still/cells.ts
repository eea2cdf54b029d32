import { escapeHtml } from "../html";
import { colorOn } from "../plotly/color-scales";
import type { HeatmapTrace } from "../plotly/figure";
import { textOfPlot } from "../plotly/theme";
import type { Box } from "./axes";
import { pixel } from "./pixels";

/** Draws the cells of a heat map in a box, with the names of its columns above and of its rows on the left. */
export function cellMarks(trace: HeatmapTrace, box: Box): string {
  const width = (box.right - box.left) / Math.max(1, trace.x.length);
  const height = (box.bottom - box.top) / Math.max(1, trace.y.length);
  const size = Math.min(11, height * 0.7);
  const label = (x: number, y: number, anchor: string, text: string) =>
    `<text x="${pixel(x)}" y="${pixel(y + 4)}" text-anchor="${anchor}" font-size="11">${escapeHtml(textOfPlot(text))}</text>`;
  const columns = trace.x.map((name, at) => label(box.left + (at + 0.5) * width, box.top - 12, "middle", name));
  const rows = trace.y.map((name, at) => label(box.left - 8, box.top + (at + 0.5) * height, "end", name));
  const cells = trace.z.flatMap((row, line) =>
    row.map((value, column) => {
      if (value === null) return "";
      const color = colorOn(trace.colorscale, (value - trace.zmin) / (trace.zmax - trace.zmin));
      const [x, y] = [box.left + column * width, box.top + line * height];
      const cell = `<rect x="${pixel(x + 0.5)}" y="${pixel(y + 0.5)}" width="${pixel(Math.max(0.6, width - 1))}" height="${pixel(Math.max(0.6, height - 1))}" fill="${color}"/>`;
      const text = trace.text[line][column];
      if (trace.texttemplate === "" || size < 7 || text.length * size * 0.6 > width) return cell;
      return `${cell}<text x="${pixel(x + width / 2)}" y="${pixel(y + height / 2 + size * 0.36)}" text-anchor="middle" font-size="${pixel(size)}" fill="${textOn(color)}">${escapeHtml(text)}</text>`;
    }),
  );
  return columns.join("") + rows.join("") + cells.join("");
}

// Black or white, whichever is seen better.
function textOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 128 ? "#111111" : "#ffffff";
}
