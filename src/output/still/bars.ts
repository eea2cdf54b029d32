import { escapeHtml } from "../html";
import type { BarTrace } from "../plotly/figure";
import { textOfPlot } from "../plotly/theme";
import { shortNames } from "../short-names";
import { type Panel, pixel } from "./pixels";

/** Returns the color of the bar at a place. */
function colorAt({ marker }: BarTrace, at: number): string {
  return escapeHtml(typeof marker.color === "string" ? marker.color : marker.color[at]);
}

/** Draws standing bars. `place` says where a bar is on the axis; `room` is its width in pixels. */
export function standingBars(trace: BarTrace, { x, y }: Panel, place: (at: number) => number, room: number): string {
  const width = Math.max(0.6, room);
  const written = trace.textposition === "outside";
  const texts: string[] = [];
  // One path for all bars of a color takes a quarter of the letters that as many rectangles take.
  const boxes = new Map<string, string>();
  for (const [at, height] of trace.y.entries()) {
    const base = trace.base?.[at] ?? 0;
    const [one, other] = [y(base + Number(height)), y(base)];
    const top = Math.min(one, other);
    const center = x(place(at));
    const tall = pixel(Math.max(0.6, Math.abs(other - one)));
    const color = colorAt(trace, at);
    const box = `M${pixel(center - width / 2)} ${pixel(top)}h${pixel(width)}v${tall}h-${pixel(width)}Z`;
    boxes.set(color, (boxes.get(color) ?? "") + box);
    if (written)
      texts.push(
        `<text x="${pixel(center)}" y="${pixel(top - 5)}" text-anchor="middle" font-size="11">${escapeHtml(trace.text?.[at] ?? "")}</text>`,
      );
  }
  return Array.from(boxes, ([color, path]) => `<path d="${path}" fill="${color}"/>`).join("") + texts.join("");
}

// More letters do not fit beside the bars.
const longestName = 24;

/** Draws lying bars from the top, each with its name and its text on the left. */
export function lyingBars(trace: BarTrace, { x, y }: Panel, left: number): string {
  const height = Math.max(2, Math.abs(y(1) - y(0)) * 0.7);
  const names = shortNames(
    trace.y.map((name) => textOfPlot(String(name))),
    longestName,
  );
  return trace.x
    .map((length, at) => {
      const base = trace.base?.[at] ?? 0;
      const [zero, end] = [x(base), x(base + Number(length))];
      const top = y(at) - height / 2;
      const box = `x="${pixel(Math.min(zero, end))}" y="${pixel(top)}" width="${pixel(Math.max(0.6, Math.abs(end - zero)))}" height="${pixel(height)}"`;
      const label = (text: string, line: number) =>
        `<text x="${pixel(left - 8)}" y="${pixel(y(at) + line)}" text-anchor="end" font-size="11">${escapeHtml(text)}</text>`;
      const name = label(names[at], -2) + label(trace.text?.[at] ?? "", 11);
      return `<rect ${box} fill="${colorAt(trace, at)}"/>${name}`;
    })
    .join("");
}
