import type { Figure } from "../plotly/figure";
import { axisTitle, layoutOf } from "../plotly/theme";
import { type CurveOptions, curvesOf, legendRoom } from "./parts/curves";
import { figureOf } from "./parts/figure-of";
import type { Series } from "./parts/series";

/** What a figure of rolling metrics shows. */
export interface RollingFigureOptions extends CurveOptions {
  readonly title: string;
  /** What the axis measures: `Sharpe ratio, annual`. */
  readonly unit: string;
  /** Whether the values are fractions. */
  readonly percent: boolean;
  /** Why there may be nothing to draw. */
  readonly why?: string;
}

/** Draws a metric of the newest returns at each time, of one or of several sessions. */
export function rollingFigure(series: readonly Series[], options: RollingFigureOptions): Figure {
  const { title, unit, percent, benchmark, chosen, why } = options;
  const { axis, data } = curvesOf(series, options);
  const layout = layoutOf({
    title,
    legend: series.length > 1 || benchmark !== undefined || chosen !== undefined,
    height: 340 + legendRoom(data),
    xaxis: axis.axis,
    yaxis: {
      title: axisTitle(unit),
      ...(percent ? { tickformat: ",.6~%", hoverformat: ",.2%" } : { tickformat: ",.6~f", hoverformat: ",.2f" }),
      zerolinecolor: "rgba(128,128,128,0.6)",
    },
  });
  return figureOf(data, layout, why);
}
