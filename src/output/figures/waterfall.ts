import { fixedText } from "../formats";
import type { BarTrace, Figure } from "../plotly/figure";
import { axisTitle, colors, layoutOf, plotText, seriesColor } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** One bar of a waterfall: a level, or a change from the level before. */
export interface WaterfallStep {
  readonly name: string;
  /** The level after it, currency. */
  readonly level: number;
  /** Absent for a level. */
  readonly change?: number;
}

/** Draws how a level becomes another one, step by step. The first and the last bar are levels. */
export function waterfallFigure(steps: readonly WaterfallStep[], title: string): Figure {
  const levels = steps.map(({ level }) => level);
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const room = most > least ? (most - least) * 0.25 : Math.abs(most) * 0.1 || 1;
  // Changes are small beside the levels, so that the axis does not begin at 0.
  const floor = least - room;
  const base = steps.map(({ level, change }) => (change === undefined ? floor : level - Math.max(0, change)));
  const trace: BarTrace = {
    type: "bar",
    name: plotText(title),
    x: steps.map(({ name }) => plotText(name)),
    base,
    y: steps.map(({ level, change }, at) => (change === undefined ? level - base[at] : Math.abs(change))),
    text: steps.map(({ level, change }) => textOf(level, change)),
    textposition: "outside",
    cliponaxis: false,
    hovertemplate: "%{x}: %{text}<extra></extra>",
    marker: { color: steps.map(({ change }) => colorOf(change)) },
    showlegend: false,
  };
  const layout = layoutOf({
    title,
    legend: false,
    xaxis: { type: "category" },
    yaxis: { title: axisTitle("Currency"), tickformat: ",", range: [floor, most + room] },
  });
  return figureOf([trace], { ...layout, hovermode: "closest" });
}

function textOf(level: number, change: number | undefined): string {
  if (change === undefined) return fixedText(level, 2);
  return `${change > 0 ? "+" : ""}${fixedText(change, 2)}`;
}

function colorOf(change: number | undefined): string {
  if (change === undefined) return seriesColor(0);
  return change < 0 ? colors.down : colors.up;
}
