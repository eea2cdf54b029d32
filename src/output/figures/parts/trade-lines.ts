import type { Trade } from "../../../core/orders/trade";
import { roundForFigure } from "../../decimate";
import { formatValue } from "../../formats";
import type { ScatterTrace } from "../../plotly/figure";
import { colors } from "../../plotly/theme";
import { type Candles, candleAt } from "./candles";

const mostLines = 300;

/**
 * Draws each trade as a line from its entry to its exit, those that won and those that lost. Beyond 300 of one kind, the
 * largest are drawn, which the legend says.
 */
export function tradeLines(trades: readonly Trade[], candles: Candles): ScatterTrace[] {
  if (candles.count === 0) return [];
  const won = trades.filter(({ netPnl }) => netPnl > 0);
  const lost = trades.filter(({ netPnl }) => !(netPnl > 0));
  return [lineOf("Won", won, candles, colors.up), lineOf("Lost", lost, candles, colors.down)].filter(
    ({ x }) => x.length > 0,
  );
}

function lineOf(name: string, trades: readonly Trade[], candles: Candles, color: string): ScatterTrace {
  const largest = [...trades].sort((a, b) => Math.abs(b.netPnl) - Math.abs(a.netPnl)).slice(0, mostLines);
  const drawn = largest.sort((a, b) => a.entryTime - b.entryTime);
  const label = (time: number) => candles.labels[candleAt(candles, time)];
  const part =
    largest.length < trades.length ? `, the ${mostLines} largest of ${formatValue(trades.length, "count")}` : "";
  return {
    type: "scatter",
    mode: "lines",
    name: name + part,
    x: drawn.flatMap(({ entryTime, exitTime }) => [label(entryTime), label(exitTime), null]),
    y: drawn.flatMap(({ entryPrice, exitPrice }) => [roundForFigure(entryPrice), roundForFigure(exitPrice), null]),
    line: { color, width: 1.4, dash: "dot" },
    // The markers at its ends tell what there is to tell.
    hoverinfo: "skip",
  };
}
