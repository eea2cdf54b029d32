import { moneyDecimals, moneyText } from "../formats";
import type { BarTrace, Figure } from "../plotly/figure";
import { axisTitle, colors, lyingBarsLayout, moneyTicks, plotText, seriesColor } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** One bar of a waterfall: a level, or a change from the level before. */
export interface WaterfallStep {
  readonly name: string;
  /** The level after it, currency. */
  readonly level: number;
  /** Absent for a level. */
  readonly change?: number;
}

/**
 * Draws how a level becomes another one, step by step, as lying bars from the top. The first and the last bar are levels.
 * Names and amounts stand on the left, where they fit a phone.
 */
export function waterfallFigure(steps: readonly WaterfallStep[], title: string): Figure {
  const levels = steps.map(({ level }) => level);
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const room = most > least ? (most - least) * 0.25 : Math.abs(most) * 0.1 || 1;
  // Changes are small beside the levels, so that the axis does not begin at 0.
  const floor = least - room;
  const base = steps.map(({ level, change }) => (change === undefined ? floor : level - Math.max(0, change)));
  const decimals = moneyDecimals(levels);
  const texts = steps.map(({ level, change }) => textOf(level, change, decimals));
  const names = steps.map(({ name }) => plotText(name));
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    name: plotText(title),
    base,
    x: steps.map(({ level, change }, at) => (change === undefined ? level - base[at] : Math.abs(change))),
    y: names,
    text: texts,
    textposition: "none",
    hovertemplate: "%{y}: %{text}<extra></extra>",
    marker: { color: steps.map(({ change }) => colorOf(change)) },
    showlegend: false,
  };
  const layout = lyingBarsLayout({
    title,
    bars: names,
    labels: names.map((name, at) => `${name}<br>${texts[at]}`),
    xaxis: { title: axisTitle("Currency, not from 0"), ...moneyTicks(levels), range: [floor, most + room] },
  });
  return figureOf([trace], layout);
}

function textOf(level: number, change: number | undefined, decimals: number): string {
  if (change === undefined) return moneyText(level, decimals);
  return `${change > 0 ? "+" : ""}${moneyText(change, decimals)}`;
}

function colorOf(change: number | undefined): string {
  if (change === undefined) return seriesColor(0);
  return change < 0 ? colors.down : colors.up;
}
