import type { Axis, Figure, ScatterTrace } from "../plotly/figure";
import { axisTitle, layoutOf, translucent } from "../plotly/theme";
import { type CurveOptions, curvesOf, legendRoom } from "./parts/curves";
import { figureOf } from "./parts/figure-of";
import { lengthOf, type Series } from "./parts/series";

/** What a drawdown figure shows besides the curves. Its benchmark is levels too. */
export type DrawdownFigureOptions = CurveOptions;

/**
 * Draws the drawdowns of equity curves: `W_t / max(W_s, s <= t) − 1` at every point, a fraction from −1 to 0. The
 * series given are equity.
 */
export function drawdownFigure(equity: readonly Series[], options: DrawdownFigureOptions = {}): Figure {
  const { title, benchmark, chosen } = options;
  const { axis, data } = curvesOf(equity.map(drawdownOf), {
    ...options,
    ...(benchmark && { benchmark: drawdownOf(benchmark) }),
  });
  const only = data.length === 1 ? data[0] : undefined;
  const layout = layoutOf({
    title: title ?? (equity.length === 1 ? `Drawdown of ${equity[0].name}` : "Drawdown"),
    legend: equity.length > 1 || benchmark !== undefined || chosen !== undefined,
    height: 320 + legendRoom(data),
    xaxis: axis.axis,
    yaxis: { title: axisTitle("Below the highest point"), ...drawdownAxis(data) },
  });
  if (only?.line === undefined) return figureOf(data, layout, "no step was taken yet");
  return figureOf([{ ...only, fill: "tozeroy", fillcolor: translucent(only.line.color, 0.18) }], layout);
}

/** Returns how the values of drawdowns are shown. Without any, the axis still has its zero at the top. */
export function drawdownAxis(drawn: readonly ScatterTrace[]): Axis {
  const isFlat = drawn.every(({ y }) => y.every((value) => value === null || value === 0));
  return { tickformat: ".6~%", hoverformat: ".2%", rangemode: "tozero", ...(isFlat && { range: [-0.01, 0] }) };
}

/** Returns how far an equity is below its highest point so far, at each point, a fraction. */
export function drawdownOf(equity: Series): Series {
  const length = lengthOf(equity);
  const value = new Float64Array(length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const level = equity.value[i];
    if (level > peak) peak = level;
    value[i] = level / peak - 1;
  }
  return { name: equity.name, time: equity.time, value, length };
}
