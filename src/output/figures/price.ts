import { dateBefore, dayLength } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Fill } from "../../core/orders/fill";
import type { Trade } from "../../core/orders/trade";
import { formatValue } from "../formats";
import type { Axis, Figure, ScatterTrace } from "../plotly/figure";
import { axisTitle, layoutOf, seriesColor } from "../plotly/theme";
import { type Candles, candlesOf, candlestickTrace, mostCandles, volumeTrace } from "./parts/candles";
import { panelAxes, panelDomains } from "./parts/curves";
import { figureOf } from "./parts/figure-of";
import { fillMarkers } from "./parts/fill-markers";
import { recordLine } from "./parts/record-lines";
import { lengthOf, type Series } from "./parts/series";
import { type Clock, type TimeAxis, timeAxis } from "./parts/time-axis";
import { tradeLines } from "./parts/trade-lines";

/** What a price figure shows. */
export interface PriceFigureInput extends Clock {
  readonly symbol: string;
  /** Bars of that symbol only. */
  readonly bars: BarColumns;
  /** Whether a bar is a day, so that the axis shows dates. The day of a bar is `day`, or else the UTC date of the instant just before it. */
  readonly daily: boolean;
  /** Fills of that symbol. */
  readonly fills: readonly Fill[];
  /** Trades of that symbol, drawn as lines from entry to exit. */
  readonly trades?: readonly Trade[];
  /** What the strategy recorded, drawn as lines. */
  readonly records: readonly Series[];
  /** Whether the volume is drawn in a panel. */
  readonly volume?: boolean;
  readonly title?: string;
  /** What the title says besides the symbol: which part is shown. */
  readonly part?: string;
}

/**
 * Draws the bars of one symbol as candles, its fills as triangles, its trades and the strategy's records as lines.
 * Records of the size of prices are drawn over the prices, others in a panel below.
 */
export function priceFigure(input: PriceFigureInput): Figure {
  const { symbol, bars, daily, fills, records, trades = [] } = input;
  const { day = dateBefore, ...clock } = input;
  const axis = timeAxis([bars], daily ? { ...clock, day } : { zone: clock.zone, always: clock.always });
  const candles = candlesOf(bars, mostCandles(records.length, axis), axis);
  // The first three colors are those of buys, sells and rising prices.
  const lines = records.map((record, i) => ({
    trace: recordLine(record, candles, { color: seriesColor(i + 3) }),
    below: !isOfPrices(record, bars),
  }));
  const volume = input.volume === false ? undefined : volumeTrace(candles, "y2");
  const recordAxis = panelAxes[volume === undefined ? 1 : 2];
  const drawn = lines.map(({ trace, below }): ScatterTrace => (below ? { ...trace, yaxis: recordAxis } : trace));
  const markers = [fillMarkers("buy", fills, candles), fillMarkers("sell", fills, candles)];
  const below = lines.some((line) => line.below);
  const layout = layoutOf({
    title: input.title ?? titleOf(symbol, candles, input.part),
    legend: lines.length > 0 || fills.length > 0,
    height: 440 + (volume === undefined ? 0 : 60) + (below ? 120 : 0),
    ...panelsOf({ ...axis.axis, ...wholeRange(candles, axis) }, volume !== undefined, below, hoverOf(bars)),
  });
  const traces = [candlestickTrace(symbol, candles), volume, ...drawn, ...tradeLines(trades, candles), ...markers];
  return figureOf(
    traces.filter((trace) => trace !== undefined),
    layout,
    "there is no bar",
  );
}

function titleOf(symbol: string, { size }: Candles, part: string | undefined): string {
  const joined = size === 1 ? "" : `, a candle is ${formatValue(size, "count")} bars`;
  return `${symbol}${part === undefined ? "" : `, ${part}`}${joined}`;
}

// Plotly would leave room for nights and markers at both ends.
function wholeRange({ labels, count }: Candles, { daily }: TimeAxis): { range?: [string, string] } {
  if (count < 2) return {};
  const times = labels.map((label) => Date.parse(daily ? label : `${label.replace(" ", "T")}Z`));
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const half = Math.min(...gaps.filter((gap) => gap > 0), dayLength) / 2;
  const [from, to] = [times[0] - half, times[count - 1] + half];
  if (Number.isNaN(from + to)) return {};
  const write = (time: number) => new Date(time).toISOString().slice(0, 19).replace("T", " ");
  return { range: [write(from), write(to)] };
}

function panelsOf(time: Axis, volume: boolean, records: boolean, hoverformat: string) {
  const domains = panelDomains([0.62, ...(volume ? [0.16] : []), ...(records ? [0.22] : [])]);
  const volumeAxis: Axis = { title: axisTitle("Volume"), tickformat: "~s", nticks: 3, rangemode: "tozero" };
  const recordAxis: Axis = { title: axisTitle("Records"), tickformat: ",", hoverformat: ",.6~r", nticks: 4 };
  const [second, third] = [...(volume ? [volumeAxis] : []), ...(records ? [recordAxis] : [])].map((axis, at) => ({
    ...axis,
    domain: domains[at + 1],
  }));
  const lowest = panelAxes[domains.length - 1];
  return {
    xaxis: { ...time, rangeslider: { visible: false }, ...(lowest !== "y" && { anchor: lowest }) },
    yaxis: { title: axisTitle("Price"), tickformat: ",", hoverformat, domain: domains[0] },
    ...(second && { yaxis2: second }),
    ...(third && { yaxis3: third }),
  };
}

// Four decimals of a price of a millionth are none.
function hoverOf(bars: BarColumns): string {
  const [least, most] = [rangeOf(bars.low, bars.length)[0], rangeOf(bars.high, bars.length)[1]];
  return Math.max(Math.abs(least), Math.abs(most)) < 1 ? ",.6~r" : ",.8~f";
}

// Beside lines that are farther away, candles would have less than a third of the height.
const mostHeight = 3;

/**
 * Whether a record can be drawn over the prices: its values lie within half the lowest and twice the highest price, half as
 * far or twice from zero, and near enough that the candles keep a third of the height.
 */
function isOfPrices(record: Series, bars: BarColumns): boolean {
  const [low] = rangeOf(bars.low, bars.length);
  const [, high] = rangeOf(bars.high, bars.length);
  const [least, most] = rangeOf(record.value, lengthOf(record));
  if (least < (low > 0 ? low / 2 : low * 2) || most > (high > 0 ? high * 2 : high / 2)) return false;
  return high === low || Math.max(high, most) - Math.min(low, least) <= mostHeight * (high - low);
}

function rangeOf(values: Float64Array, length: number): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}
