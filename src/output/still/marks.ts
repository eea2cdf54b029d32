import { escapeHtml } from "../html";
import type { BarTrace, CandlestickTrace, ScatterTrace, Trace } from "../plotly/figure";
import type { Scale } from "./scale";

/** Where a panel draws times and values. */
export interface Panel {
  readonly x: Scale;
  readonly y: Scale;
}

/** Draws one trace as SVG. */
export function marksOf(trace: Trace, panel: Panel): string {
  if (trace.type === "candlestick") return candleMarks(trace, panel);
  if (trace.type === "bar") return barMarks(trace, panel);
  return trace.mode === "markers" ? markerMarks(trace, panel) : lineMarks(trace, panel);
}

/** Returns the time of a date that a figure holds, epoch milliseconds UTC; NaN if it is no date. */
export function timeOf(date: string): number {
  return Date.parse(date.length > 10 ? `${date.replace(" ", "T")}Z` : date);
}

/** Writes a pixel position, to a tenth. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function lineMarks(trace: ScatterTrace, { x, y }: Panel): string {
  const color = escapeHtml(trace.line?.color ?? "#3b82f6");
  const dash = trace.line?.dash === undefined ? "" : ' stroke-dasharray="6 4"';
  const runs = runsOf(trace, x, y);
  const lines = runs.map((points) => `M${points.map(([px, py]) => `${pixel(px)} ${pixel(py)}`).join("L")}`);
  const stroke = `<path d="${lines.join("")}" fill="none" stroke="${color}" stroke-width="${trace.line?.width ?? 1.6}" stroke-linejoin="round"${dash}/>`;
  if (trace.fill !== "tozeroy") return stroke;
  const base = pixel(y(Math.min(Math.max(0, y.from), y.to)));
  const areas = runs.map((points, i) => {
    const [first, last] = [points[0], points[points.length - 1]];
    return `${lines[i]}L${pixel(last[0])} ${base}L${pixel(first[0])} ${base}Z`;
  });
  return `<path d="${areas.join("")}" fill="${escapeHtml(trace.fillcolor ?? color)}" stroke="none"/>${stroke}`;
}

/** Splits a line at its gaps, and drops points on the same pixel as the point before. */
function runsOf({ x, y }: ScatterTrace, scaleX: Scale, scaleY: Scale): [number, number][][] {
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  for (const [i, value] of y.entries()) {
    const time = timeOf(x[i]);
    if (value === null || Number.isNaN(time)) {
      run = [];
      continue;
    }
    if (run.length === 0) runs.push(run);
    const point: [number, number] = [scaleX(time), scaleY(value)];
    const before = run[run.length - 1];
    if (before === undefined || Math.abs(before[0] - point[0]) + Math.abs(before[1] - point[1]) >= 0.3) run.push(point);
  }
  return runs;
}

function candleMarks(trace: CandlestickTrace, { x, y }: Panel): string {
  const count = Math.max(1, trace.x.length);
  const body = Math.max(0.6, Math.min(9, ((x(x.to) - x(x.from)) / count) * 0.65));
  const drawn = { up: "", down: "" };
  const wicks = { up: "", down: "" };
  for (const [i, date] of trace.x.entries()) {
    const center = x(timeOf(date));
    const [open, close] = [y(trace.open[i]), y(trace.close[i])];
    const direction = trace.close[i] >= trace.open[i] ? "up" : "down";
    wicks[direction] += `M${pixel(center)} ${pixel(y(trace.high[i]))}V${pixel(y(trace.low[i]))}`;
    const height = Math.max(0.6, Math.abs(close - open));
    drawn[direction] +=
      `M${pixel(center - body / 2)} ${pixel(Math.min(open, close))}h${pixel(body)}v${pixel(height)}h-${pixel(body)}Z`;
  }
  const draw = (direction: "up" | "down", color: string) =>
    `<path d="${wicks[direction]}" fill="none" stroke="${color}" stroke-width="${body < 2 ? 0.7 : 1}"/><path d="${drawn[direction]}" fill="${color}"/>`;
  return draw("up", escapeHtml(trace.increasing.line.color)) + draw("down", escapeHtml(trace.decreasing.line.color));
}

// The first bar is at 0, the second at 1, and so on.
function barMarks(trace: BarTrace, { x, y }: Panel): string {
  const width = (x(1) - x(0)) * 0.7;
  return trace.y
    .map((height, at) => {
      const [top, bottom] = [y(trace.base[at] + height), y(trace.base[at])];
      const place = `x="${pixel(x(at) - width / 2)}" y="${pixel(top)}"`;
      const size = `width="${pixel(width)}" height="${pixel(Math.max(0.6, bottom - top))}"`;
      const text = `<text x="${pixel(x(at))}" y="${pixel(top - 5)}" text-anchor="middle" font-size="11">${escapeHtml(trace.text[at])}</text>`;
      return `<rect ${place} ${size} fill="${escapeHtml(trace.marker.color[at])}"/>${text}`;
    })
    .join("");
}

function markerMarks(trace: ScatterTrace, { x, y }: Panel): string {
  const color = escapeHtml(trace.marker?.color ?? "#3b82f6");
  const radius = (trace.marker?.size ?? 8) / 2;
  const shapes = trace.x.map((date, i) => {
    const value = trace.y[i];
    if (value === null) return "";
    const [left, right] = [pixel(x(timeOf(date)) - radius), pixel(x(timeOf(date)) + radius)];
    const [top, bottom] = [pixel(y(value) - radius), pixel(y(value) + radius)];
    const middle = pixel(x(timeOf(date)));
    if (trace.marker?.symbol === "triangle-up") return `M${middle} ${top}L${right} ${bottom}H${left}Z`;
    if (trace.marker?.symbol === "triangle-down") return `M${middle} ${bottom}L${right} ${top}H${left}Z`;
    return `M${left} ${pixel(y(value))}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 -${radius * 2} 0Z`;
  });
  const edge = trace.marker?.line;
  const outline = edge ? ` stroke="${escapeHtml(edge.color)}" stroke-width="${edge.width}"` : "";
  return `<path d="${shapes.join("")}" fill="${color}"${outline}/>`;
}
