import type { Figure } from "../plotly/figure";
import { layoutOf, seriesColor, translucent } from "../plotly/theme";
import { figureOf } from "./figure-of";
import { lengthOf, lineTrace, pointsFor, type Series } from "./series";
import { type DayOf, timeAxis } from "./time-axis";

/** What a drawdown figure shows besides the curves. */
export interface DrawdownFigureOptions {
  readonly title?: string;
  /** Writes the trading day of a time. If given, the axis shows dates. */
  readonly day?: DayOf;
}

/**
 * Draws the drawdowns of equity curves: `W_t / max(W_s, s <= t) − 1` at every point, a fraction from −1 to 0. The
 * series given are equity.
 */
export function drawdownFigure(equity: readonly Series[], options: DrawdownFigureOptions = {}): Figure {
  const axis = timeAxis(
    equity.map((one) => ({ time: one.time, length: lengthOf(one) })),
    options.day,
  );
  const most = pointsFor(equity.length);
  const data = equity.map((one, i) => {
    const color = seriesColor(i);
    const trace = lineTrace(drawdownOf(one), axis, most, { color });
    return equity.length > 1 ? trace : { ...trace, fill: "tozeroy" as const, fillcolor: translucent(color, 0.18) };
  });
  const layout = layoutOf({
    title: options.title ?? (equity.length === 1 ? `Drawdown of ${equity[0].name}` : "Drawdown"),
    legend: equity.length > 1,
    height: 320,
    xaxis: axis.axis,
    yaxis: { tickformat: ".1~%", hoverformat: ".2%", rangemode: "tozero" },
  });
  return figureOf(data, layout);
}

function drawdownOf(equity: Series): Series {
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
