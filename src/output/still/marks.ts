import { escapeHtml } from "../html";
import type { Axis, BarTrace, CandlestickTrace, ScatterTrace, Trace } from "../plotly/figure";
import { standingBars } from "./bars";
import { lineThrough, type Panel, pixel } from "./pixels";
import type { Scale } from "./scale";

/** Draws one trace as SVG. `before`: the trace that was drawn before it, up to which it may be filled. */
export function marksOf(trace: Trace, panel: Panel, type: Axis["type"] = "date", before?: Trace): string {
  if (trace.type === "candlestick") return candleMarks(trace, panel);
  if (trace.type === "bar") return barMarks(trace, panel, type);
  if (trace.type === "heatmap") return "";
  return trace.mode === "markers" ? markerMarks(trace, panel) : lineMarks(trace, panel, before);
}

/** Returns the time of a date that a figure holds, epoch milliseconds UTC; NaN if it is no date. */
export function timeOf(date: string): number {
  return Date.parse(date.length > 10 ? `${date.replace(" ", "T")}Z` : date);
}

/** Returns where a date or number of a figure is on its axis; NaN if it is neither. */
export function placeOf(x: string | number | null): number {
  return typeof x === "number" ? x : x === null ? Number.NaN : timeOf(x);
}

function lineMarks(trace: ScatterTrace, { x, y }: Panel, before?: Trace): string {
  const color = escapeHtml(trace.line?.color ?? "#0072b2");
  const dash = dashOf(trace);
  if (trace.line?.width === 0 && trace.fill === undefined) return "";
  const runs = runsOf(trace, x, y);
  const lines = runs.map(lineThrough);
  const stroke = `<path d="${lines.join("")}" fill="none" stroke="${color}" stroke-width="${trace.line?.width ?? 1.6}" stroke-linejoin="round"${dash}/>`;
  if (trace.fill === "tonexty" && before?.type === "scatter")
    return `<path d="${bandBetween(runs, runsOf(before, x, y))}" fill="${escapeHtml(trace.fillcolor ?? color)}" stroke="none"/>`;
  if (trace.fill !== "tozeroy") return stroke;
  const base = pixel(y(Math.min(Math.max(0, y.from), y.to)));
  const areas = runs.map((points, i) => {
    const [first, last] = [points[0], points[points.length - 1]];
    return `${lines[i]}L${pixel(last[0])} ${base}L${pixel(first[0])} ${base}Z`;
  });
  return `<path d="${areas.join("")}" fill="${escapeHtml(trace.fillcolor ?? color)}" stroke="none"/>${stroke}`;
}

// Both lines have the same points, so they also have the same gaps.
function bandBetween(above: [number, number][][], below: [number, number][][]): string {
  return above.map((run, i) => `${lineThrough([...run, ...[...(below[i] ?? [])].reverse()])}Z`).join("");
}

/** Writes how a line is broken, as SVG. */
export function dashOf({ line }: ScatterTrace): string {
  if (line?.dash === undefined) return "";
  return ` stroke-dasharray="${line.dash === "dot" ? "2 3" : "6 4"}"`;
}

/** Splits a line at its gaps, and drops points on the same pixel as the point before. */
function runsOf({ x, y, line }: ScatterTrace, scaleX: Scale, scaleY: Scale): [number, number][][] {
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  for (const [i, value] of y.entries()) {
    const time = placeOf(x[i]);
    if (value === null || Number.isNaN(time)) {
      run = [];
      continue;
    }
    if (run.length === 0) runs.push(run);
    const point: [number, number] = [scaleX(time), scaleY(value)];
    const before = run[run.length - 1];
    if (before === undefined || Math.abs(before[0] - point[0]) + Math.abs(before[1] - point[1]) >= 0.3) run.push(point);
  }
  return line?.shape === undefined ? runs : runs.map(steppedThrough);
}

function steppedThrough(points: readonly [number, number][]): [number, number][] {
  return points.flatMap(([x, y], at): [number, number][] => {
    if (at === 0) return [[x, y]];
    const [beforeX, beforeY] = points[at - 1];
    const half = (beforeX + x) / 2;
    return [
      [half, beforeY],
      [half, y],
      [x, y],
    ];
  });
}

const thinnest = 0.7;

function candleMarks(trace: CandlestickTrace, { x, y }: Panel): string {
  const count = Math.max(1, trace.x.length);
  const body = Math.max(0.6, Math.min(9, ((x(x.to) - x(x.from)) / count) * 0.65));
  const drawn = { up: "", down: "" };
  const wicks = { up: "", down: "" };
  for (const [i, date] of trace.x.entries()) {
    const center = x(placeOf(date));
    const [open, close] = [y(trace.open[i]), y(trace.close[i])];
    const direction = trace.close[i] >= trace.open[i] ? "up" : "down";
    const [top, bottom] = [Math.min(open, close), Math.max(open, close)];
    wicks[direction] += `M${pixel(center)} ${pixel(y(trace.high[i]))}V${pixel(y(trace.low[i]))}`;
    // A body as narrow as the wick is not seen.
    if (body < thinnest) continue;
    const height = Math.max(0.6, bottom - top);
    drawn[direction] += `M${pixel(center - body / 2)} ${pixel(top)}h${pixel(body)}v${pixel(height)}h-${pixel(body)}Z`;
  }
  const draw = (direction: "up" | "down", color: string) =>
    `<path d="${wicks[direction]}" fill="none" stroke="${color}" stroke-width="${body < 2 ? thinnest : 1}"/><path d="${drawn[direction]}" fill="${color}"/>`;
  return draw("up", escapeHtml(trace.increasing.line.color)) + draw("down", escapeHtml(trace.decreasing.line.color));
}

// Without a width of its own, a bar takes most of its place. Bars of names are at 0, 1, 2, ...
function barMarks(trace: BarTrace, panel: Panel, type: Axis["type"]): string {
  const { x } = panel;
  if (type === "category") return standingBars(trace, panel, (at) => at, (x(1) - x(0)) * 0.7);
  const room = (x(x.to) - x(x.from)) / Math.max(1, trace.x.length);
  const width = trace.width === undefined ? room * 0.7 : x(x.from + trace.width) - x(x.from);
  return standingBars(trace, panel, (at) => placeOf(trace.x[at]), width);
}

function markerMarks(trace: ScatterTrace, { x, y }: Panel): string {
  const color = escapeHtml(trace.marker?.color ?? "#0072b2");
  const radius = (trace.marker?.size ?? 8) / 2;
  const shapes = trace.x.map((date, i) => {
    const value = trace.y[i];
    if (value === null) return "";
    const [left, right] = [pixel(x(placeOf(date)) - radius), pixel(x(placeOf(date)) + radius)];
    const [top, bottom] = [pixel(y(value) - radius), pixel(y(value) + radius)];
    const middle = pixel(x(placeOf(date)));
    if (trace.marker?.symbol === "triangle-up") return `M${middle} ${top}L${right} ${bottom}H${left}Z`;
    if (trace.marker?.symbol === "triangle-down") return `M${middle} ${bottom}L${right} ${top}H${left}Z`;
    if (trace.marker?.symbol === "x") return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
    return `M${left} ${pixel(y(value))}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 -${radius * 2} 0Z`;
  });
  if (trace.marker?.symbol === "x")
    return `<path d="${shapes.join("")}" fill="none" stroke="${color}" stroke-width="1.8"/>`;
  const edge = trace.marker?.line;
  const outline = edge ? ` stroke="${escapeHtml(edge.color)}" stroke-width="${edge.width}"` : "";
  return `<path d="${shapes.join("")}" fill="${color}"${outline}/>`;
}
