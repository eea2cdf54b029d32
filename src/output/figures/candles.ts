import type { BarColumns } from "../../core/market/bar";
import { roundForFigure } from "../decimate";
import type { CandlestickTrace } from "../plotly/figure";
import { colors, plotText, translucent } from "../plotly/theme";
import type { TimeAxis } from "./time-axis";

/** More candles than this cannot be told apart, so they are joined. */
const mostCandles = 2000;

/** Returns how many bars make one candle. */
export function barsOfCandle(bars: number): number {
  return Math.max(1, Math.ceil(bars / mostCandles));
}

/**
 * Draws the bars of one symbol as candles. Beyond 2,000 bars, several make one candle: the first open, the highest
 * high, the lowest low and the last close, at the time of the last.
 */
export function candlestickTrace(symbol: string, bars: BarColumns, axis: TimeAxis): CandlestickTrace {
  const size = barsOfCandle(bars.length);
  const candles = Array.from({ length: Math.ceil(bars.length / size) }, (_, candle) => candle * size);
  const last = (from: number) => Math.min(from + size, bars.length) - 1;
  return {
    type: "candlestick",
    name: plotText(symbol),
    x: candles.map((from) => axis.label(bars.time[last(from)])),
    open: candles.map((from) => roundForFigure(bars.open[from])),
    high: candles.map((from) => roundForFigure(extreme(bars.high, from, last(from), Math.max))),
    low: candles.map((from) => roundForFigure(extreme(bars.low, from, last(from), Math.min))),
    close: candles.map((from) => roundForFigure(bars.close[last(from)])),
    increasing: candleColors(colors.up),
    decreasing: candleColors(colors.down),
    showlegend: false,
  };
}

function extreme(values: Float64Array, from: number, to: number, pick: (a: number, b: number) => number): number {
  let found = values[from];
  for (let i = from + 1; i <= to; i++) found = pick(found, values[i]);
  return found;
}

function candleColors(color: string) {
  return { line: { color, width: 1 }, fillcolor: translucent(color, 0.75) };
}
