import type { Figure } from "../plotly/figure";
import { colors, layoutOf, seriesColor } from "../plotly/theme";
import { figureOf } from "./figure-of";
import { lengthOf, lineTrace, pointsFor, type Series } from "./series";
import { type DayOf, timeAxis } from "./time-axis";

/** What an equity figure shows besides the curves. */
export interface EquityFigureOptions {
  readonly title?: string;
  /** Drawn as it is, dashed and grey. Rebase it to the curves first. */
  readonly benchmark?: Series;
  /** Writes the trading day of a time. If given, the axis shows dates. */
  readonly day?: DayOf;
}

/** Draws equity curves, in currency, over each other and over a benchmark. */
export function equityFigure(series: readonly Series[], options: EquityFigureOptions = {}): Figure {
  const { title, benchmark, day } = options;
  const all = benchmark === undefined ? series : [...series, benchmark];
  const axis = timeAxis(
    all.map((one) => ({ time: one.time, length: lengthOf(one) })),
    day,
  );
  const most = pointsFor(all.length);
  const data = series.map((one, i) => lineTrace(one, axis, most, { color: seriesColor(i) }));
  // Below the curves, so that it does not hide them.
  if (benchmark) data.unshift(lineTrace(benchmark, axis, most, { color: colors.benchmark, width: 1.4, dash: "dash" }));
  const layout = layoutOf({
    title: title ?? (series.length === 1 ? `Equity of ${series[0].name}` : "Equity"),
    legend: all.length > 1,
    xaxis: axis.axis,
    yaxis: { tickformat: ",", hoverformat: ",.2f" },
  });
  return figureOf(data, layout);
}
