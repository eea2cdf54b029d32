import { moneyDecimals, moneyText } from "../formats";
import type { BarTrace, Figure } from "../plotly/figure";
import { axisTitle, colors, layoutOf, moneyTicks } from "../plotly/theme";
import type { AttributionPart } from "./attribution";
import { figureOf } from "./parts/figure-of";
import { monthTicks } from "./parts/time-axis";

/** Draws what each month earned or lost as a column over time. The name of a part is its month, `2014-06`. */
export function profitByMonthFigure(parts: readonly AttributionPart[], title: string): Figure {
  const values = parts.map(({ pnl }) => pnl);
  const decimals = moneyDecimals(values);
  const trace: BarTrace = {
    type: "bar",
    name: "Profit",
    // In the middle of the month, as the column is as wide as one.
    x: parts.map(({ name }) => `${name}-15`),
    y: values.map((value) => Number(value.toFixed(decimals))),
    text: values.map((value, at) => `${parts[at].name}: ${value > 0 ? "+" : ""}${moneyText(value, decimals)}`),
    textposition: "none",
    hovertemplate: "%{text}<extra></extra>",
    marker: { color: values.map((value) => (value < 0 ? colors.down : colors.up)) },
    showlegend: false,
  };
  const layout = layoutOf({
    title,
    legend: false,
    height: 360,
    hover: "closest",
    xaxis: { hoverformat: "%Y-%m", ...monthTicks },
    yaxis: {
      title: axisTitle("Currency"),
      ...moneyTicks(values),
      rangemode: "tozero",
      zerolinecolor: "rgba(128,128,128,0.6)",
    },
  });
  return figureOf(values.some((value) => value !== 0) ? [trace] : [], layout, "nothing was earned or lost");
}
