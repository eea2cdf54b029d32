import { countBelow } from "../../../core/ascending";
import type { BarColumns } from "../../../core/market/bar";
import { roundForFigure } from "../../decimate";
import type { BarTrace, CandlestickTrace, ValueAxis } from "../../plotly/figure";
import { colors, plotText, translucent } from "../../plotly/theme";
import type { TimeAxis } from "./time-axis";

/** The bars that make each candle of a figure. */
export interface Candles {
  readonly bars: BarColumns;
  /** Bars of a candle; the last candle may have fewer. */
  readonly size: number;
  readonly count: number;
  /** What the axis calls each candle: the time of its last bar. */
  readonly labels: readonly string[];
}

// Keeps a price figure below 300 KB with 300 markers of each kind.
const letters = 225_000;
// Of a candle with its volume, and of a point of a record: with dates, and with times.
const lettersOfDay = [86, 25] as const;
const lettersOfTime = [100, 31] as const;

/** Returns how many candles a figure may have beside some records. */
export function mostCandles(records: number, { daily }: TimeAxis): number {
  const [candle, point] = daily ? lettersOfDay : lettersOfTime;
  return Math.max(400, Math.floor(letters / (candle + records * point)));
}

/**
 * Makes each bar a candle. If there are more bars than a figure may have candles, several bars make one: the first open,
 * the highest high, the lowest low and the last close, at the time of the last.
 */
export function candlesOf(bars: BarColumns, most: number, axis: TimeAxis): Candles {
  const size = Math.max(1, Math.ceil(bars.length / most));
  const count = Math.ceil(bars.length / size);
  const labels = Array.from({ length: count }, (_, candle) => axis.label(bars.time[lastOf(candle, size, bars)]));
  return { bars, size, count, labels };
}

/** Returns the place of the candle in which an instant is, which is the last one for later instants. */
export function candleAt({ bars, size, count }: Candles, time: number): number {
  const bar = countBelow(bars.time, time, bars.length - 1);
  return Math.min(count - 1, Math.floor(bar / size));
}

function lastOf(candle: number, size: number, { length }: { readonly length: number }): number {
  return Math.min((candle + 1) * size, length) - 1;
}

/** Draws the bars of one symbol as candles. */
export function candlestickTrace(symbol: string, candles: Candles): CandlestickTrace {
  const { bars, size, count, labels } = candles;
  const firsts = Array.from({ length: count }, (_, candle) => candle * size);
  const last = (from: number) => Math.min(from + size, bars.length) - 1;
  return {
    type: "candlestick",
    name: plotText(symbol),
    x: labels,
    open: firsts.map((from) => roundForFigure(bars.open[from])),
    high: firsts.map((from) => roundForFigure(extreme(bars.high, from, last(from), Math.max))),
    low: firsts.map((from) => roundForFigure(extreme(bars.low, from, last(from), Math.min))),
    close: firsts.map((from) => roundForFigure(bars.close[last(from)])),
    increasing: candleColors(colors.up),
    decreasing: candleColors(colors.down),
    showlegend: false,
  };
}

/** Draws how much was traded in each candle; `undefined` if nobody knows. */
export function volumeTrace({ bars, size, count, labels }: Candles, yaxis: ValueAxis): BarTrace | undefined {
  const volumes = Array.from({ length: count }, (_, candle) => {
    let sum = 0;
    const end = Math.min((candle + 1) * size, bars.length);
    for (let i = candle * size; i < end; i++) if (bars.volume[i] > 0) sum += bars.volume[i];
    return roundForFigure(sum);
  });
  if (volumes.every((volume) => volume === 0)) return undefined;
  return {
    type: "bar",
    name: "Volume",
    x: labels,
    y: volumes,
    yaxis,
    hovertemplate: "%{y:,}",
    marker: { color: translucent(colors.benchmark, 0.7) },
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
