import type { Figure } from "../plotly/figure";
import { axisTitle, layoutOf, seriesColor, translucent } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";
import { lineTraces, type Series, timesOf } from "./parts/series";
import { type Clock, timeAxis } from "./parts/time-axis";

/**
 * Draws the gross and the net exposure of days, fractions of the equity: gross as a line, net as an area from zero. Each day has
 * its own level, since an order changes it at once.
 */
export function exposureFigure(gross: Series, net: Series, title: string, clock: Clock = {}): Figure {
  const axis = timeAxis(timesOf([gross]), clock);
  const color = seriesColor(0);
  const data = lineTraces(
    [
      { series: net, look: { color, width: 1, shape: "hvh" }, fill: "tozeroy", fillcolor: translucent(color, 0.25) },
      { series: gross, look: { color: seriesColor(1), width: 1.4, shape: "hvh" } },
    ],
    axis,
  );
  const layout = layoutOf({
    title,
    legend: true,
    height: 320,
    xaxis: axis.axis,
    yaxis: { title: axisTitle("Of the equity"), tickformat: ",.6~%", hoverformat: ",.1%", rangemode: "tozero" },
  });
  return figureOf(data, layout, "no step was taken yet");
}
