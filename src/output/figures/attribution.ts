import { moneyDecimals, moneyText } from "../formats";
import type { BarTrace, Figure } from "../plotly/figure";
import { axisTitle, colors, longestTick, lyingBarsLayout, moneyTicks, plotText } from "../plotly/theme";
import { shortNames } from "../short-names";
import { figureOf } from "./parts/figure-of";

/** What one part of a session earned. */
export interface AttributionPart {
  readonly name: string;
  /** Currency. */
  readonly pnl: number;
}

const mostParts = 40;
const shortTicks = 1e4;

/**
 * Draws what each part earned or cost as a lying bar, in the order given. Beyond 40 parts, the smallest are one bar, so
 * that the bars have the same sum.
 */
export function attributionFigure(parts: readonly AttributionPart[], title: string): Figure {
  const shown = fewerParts(parts);
  const values = shown.map(({ pnl }) => pnl);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = (most - least || 1) * 0.04;
  const decimals = moneyDecimals(values);
  const names = shortNames(
    shown.map(({ name }) => name),
    longestTick,
  );
  const texts = values.map((value) => `${value > 0 ? "+" : ""}${moneyText(value, decimals)}`);
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    name: "Profit",
    x: values.map((value) => Number(value.toFixed(decimals))),
    y: shown.map(({ name }) => plotText(name)),
    text: texts,
    textposition: "none",
    hovertemplate: "%{y}: %{text}<extra></extra>",
    marker: { color: values.map((value) => (value < 0 ? colors.down : colors.up)) },
    showlegend: false,
  };
  const layout = lyingBarsLayout({
    title,
    bars: trace.y,
    labels: names.map((name, at) => `${plotText(name)}<br>${texts[at]}`),
    xaxis: {
      title: axisTitle("Currency"),
      ...moneyTicks(values, shortTicks),
      range: [least < 0 ? least - room : 0, most > 0 ? most + room : 0],
      zerolinecolor: "rgba(128,128,128,0.6)",
    },
  });
  return figureOf(values.some((value) => value !== 0) ? [trace] : [], layout, "nothing was earned or lost");
}

function fewerParts(parts: readonly AttributionPart[]): readonly AttributionPart[] {
  if (parts.length <= mostParts) return parts;
  const bySize = [...parts].sort((a, b) => Math.abs(b.pnl) - Math.abs(a.pnl));
  const large = new Set(bySize.slice(0, mostParts - 1));
  const others = bySize.slice(mostParts - 1);
  const rest = others.reduce((sum, { pnl }) => sum + pnl, 0);
  return [...parts.filter((part) => large.has(part)), { name: `${others.length} others`, pnl: rest }];
}
