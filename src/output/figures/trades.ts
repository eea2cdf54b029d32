import type { Trade } from "../../core/orders/trade";
import { formatValue } from "../formats";
import type { Figure, ScatterTrace } from "../plotly/figure";
import { axisTitle, colors, layoutOf, plotText } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";

/** How far the price went against a trade and for it while it was open, fractions of the entry price. */
export interface Excursions {
  readonly maxAdverseExcursion?: number | null;
  readonly maxFavorableExcursion?: number | null;
}

/** A trade of a figure. */
export type ShownTrade = Trade & Excursions;

const mostTrades = 1200;
const dayLength = 86_400_000;

/**
 * Draws each trade as a mark: its return over how far the price went against it, or over the days it was held if that is
 * not known of every trade. Beyond 1,200 trades, some of them are drawn, with the extremes, and the title says so.
 */
export function tradesFigure(trades: readonly ShownTrade[], name: string, when: (time: number) => string): Figure {
  const excursions = trades.length > 0 && trades.every(({ maxAdverseExcursion: one }) => typeof one === "number");
  const xOf = excursions
    ? ({ maxAdverseExcursion }: ShownTrade) => Math.abs(maxAdverseExcursion as number)
    : ({ entryTime, exitTime }: ShownTrade) => (exitTime - entryTime) / dayLength;
  const shown = fewerTrades(trades, xOf);
  const part =
    shown.length === trades.length
      ? ""
      : `, ${formatValue(shown.length, "count")} of ${formatValue(trades.length, "count")}`;
  const isWon = ({ netPnl }: Trade) => netPnl > 0;
  const data = [
    tradeMarks("Won", shown.filter(isWon), xOf, when),
    tradeMarks(
      "Lost",
      shown.filter((trade) => !isWon(trade)),
      xOf,
      when,
    ),
  ];
  const layout = layoutOf({
    title: `Trades of ${name}${part}`,
    legend: true,
    height: 420,
    hover: "closest",
    xaxis: {
      type: "linear",
      title: axisTitle(excursions ? "Farthest against the trade, of the entry price" : "Days held"),
      ...(excursions ? { tickformat: ".6~%" } : { tickformat: ",.6~f" }),
      rangemode: "tozero",
      showgrid: true,
    },
    yaxis: {
      title: axisTitle("Return, of the entry"),
      tickformat: ".6~%",
      zerolinecolor: "rgba(128,128,128,0.6)",
      // Plotly would draw a single trade between -100 and 100 %.
      rangemode: "tozero",
    },
  });
  return figureOf(
    data.filter(({ x }) => x.length > 0),
    layout,
    "no trade has ended",
  );
}

function tradeMarks(
  name: "Won" | "Lost",
  trades: readonly ShownTrade[],
  xOf: (trade: ShownTrade) => number,
  when: (time: number) => string,
): ScatterTrace {
  const won = name === "Won";
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: trades.map((trade) => Number(xOf(trade).toPrecision(6))),
    y: trades.map(({ returnOnEntry }) => Number(returnOnEntry.toPrecision(6))),
    text: trades.map((trade) => plotText(tradeText(trade, when))),
    hovertemplate: "%{text}<extra></extra>",
    marker: { symbol: won ? "circle" : "x", size: won ? 8 : 7, color: won ? colors.up : colors.down },
  };
}

/** Describes a trade in one line: `trade-12, long 100 AAPL, 2014-06-09 to 2014-07-01, +1.2 %`. */
export function tradeText(trade: ShownTrade, when: (time: number) => string): string {
  const { id, direction, quantity, symbol, entryTime, exitTime, returnOnEntry, maxFavorableExcursion } = trade;
  const best =
    typeof maxFavorableExcursion === "number"
      ? `, at best ${formatValue(Math.abs(maxFavorableExcursion), "percent")}`
      : "";
  const what = `${direction} ${formatValue(quantity, "quantity")} ${symbol}`;
  return `${id}, ${what}, ${when(entryTime)} to ${when(exitTime)}: ${formatValue(returnOnEntry, "percent")}${best}`;
}

function fewerTrades(trades: readonly ShownTrade[], xOf: (trade: ShownTrade) => number): readonly ShownTrade[] {
  if (trades.length <= mostTrades) return trades;
  const kept = new Set<number>();
  for (const value of [xOf, ({ returnOnEntry }: ShownTrade) => returnOnEntry]) {
    let [low, high] = [0, 0];
    for (let i = 1; i < trades.length; i++) {
      if (value(trades[i]) < value(trades[low])) low = i;
      if (value(trades[i]) > value(trades[high])) high = i;
    }
    kept.add(low).add(high);
  }
  const step = trades.length / (mostTrades - kept.size + 1);
  for (let at = 0; kept.size < mostTrades && at < trades.length; at += step) kept.add(Math.floor(at));
  return [...kept].sort((a, b) => a - b).map((i) => trades[i]);
}
