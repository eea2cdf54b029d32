import type { Figure } from "../plotly/figure";
import { axisTitle, colors, layoutOf, moneyAxis, translucent } from "../plotly/theme";
import { drawdownAxis, drawdownOf } from "./drawdown";
import { type CurveOptions, curvesOf, legendRoom, panelDomains } from "./parts/curves";
import { figureOf } from "./parts/figure-of";
import type { Series } from "./parts/series";

/** What an equity figure shows besides the curves. */
export interface EquityFigureOptions extends CurveOptions {
  /** Whether the drawdown of the first curve is drawn in a panel below. */
  readonly drawdown?: boolean;
  /** What the values are; "Currency" by default. */
  readonly unit?: string;
}

/** Draws equity curves, in currency, over each other and over a benchmark. */
export function equityFigure(series: readonly Series[], options: EquityFigureOptions = {}): Figure {
  const { title, benchmark, unit = "Currency", chosen } = options;
  const below = options.drawdown === true && series.length > 0;
  const { axis, data } = curvesOf(series, options, below ? [drawdownLine(series[0])] : []);
  const [upper, lower] = panelDomains([0.68, 0.27]);
  const amounts = data.filter(({ yaxis }) => yaxis === undefined).flatMap(({ y }) => y);
  const written = unit === "Currency" ? moneyAxis(amounts) : { tickformat: ",.8~f", hoverformat: ",.2f" };
  const values = { title: axisTitle(unit), ...written, ...rangeOfEqual(amounts) };
  const layout = layoutOf({
    title: title ?? (series.length === 1 ? `Equity of ${series[0].name}` : "Equity"),
    legend: series.length > 1 || benchmark !== undefined || chosen !== undefined,
    height: (below ? 500 : 420) + legendRoom(data),
    xaxis: below ? { ...axis.axis, anchor: "y2" } : axis.axis,
    yaxis: below ? { ...values, domain: upper } : values,
    ...(below && {
      yaxis2: {
        title: axisTitle("Drawdown"),
        ...drawdownAxis(data.filter(({ yaxis }) => yaxis === "y2")),
        domain: lower,
        nticks: 4,
      },
    }),
  });
  return figureOf(data, layout, "no step was taken yet");
}

// Plotly would draw an equity that never moves between one less and one more.
function rangeOfEqual(amounts: readonly (number | null)[]): { range?: [number, number] } {
  const [level = 0] = amounts;
  if (level === null || level === 0 || amounts.length < 2 || amounts.some((amount) => amount !== level)) return {};
  const room = Math.abs(level) * 0.05;
  return { range: [level - room, level + room] };
}

function drawdownLine(equity: Series) {
  const color = colors.down;
  return {
    series: { ...drawdownOf(equity), name: "Drawdown" },
    look: { color, width: 1.2 },
    yaxis: "y2",
    fill: "tozeroy",
    fillcolor: translucent(color, 0.18),
    showlegend: false,
  } as const;
}
