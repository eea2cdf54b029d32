import { dateBefore } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Fill } from "../../core/orders/fill";
import type { Figure, ScatterTrace } from "../plotly/figure";
import { layoutOf, seriesColor } from "../plotly/theme";
import { barsOfCandle, candlestickTrace } from "./candles";
import { closedDays } from "./closed-days";
import { figureOf } from "./figure-of";
import { fillMarkers } from "./fill-markers";
import { lengthOf, lineTrace, pointsFor, type Series } from "./series";
import { type DayOf, type TimeAxis, timeAxis } from "./time-axis";

/** What a price figure shows. */
export interface PriceFigureInput {
  readonly symbol: string;
  /** Bars of that symbol only. */
  readonly bars: BarColumns;
  /** Whether a bar is a day, so that the axis shows dates. */
  readonly daily: boolean;
  /** Fills of that symbol. */
  readonly fills: readonly Fill[];
  /** What the strategy recorded, drawn as lines. */
  readonly records: readonly Series[];
  readonly title?: string;
  /** Whether there were older bars that are left out. */
  readonly cut?: boolean;
  /** Writes the trading day of a daily bar's time; by default the UTC date of the instant just before it. */
  readonly day?: DayOf;
}

/**
 * Draws the bars of one symbol as candles, its fills as triangles, and the strategy's records as lines. Records of the
 * size of prices are drawn over the prices, others in a panel below.
 */
export function priceFigure(input: PriceFigureInput): Figure {
  const { symbol, bars, daily, fills, records, title, cut } = input;
  const day = input.day ?? dateBefore;
  const axis = timeAxis([], daily ? day : undefined);
  const candles = candlestickTrace(symbol, bars, axis);
  const lines = recordLines(bars, records, (record, most, color) =>
    lineTrace(record, axis, most, { color, width: 1.3 }),
  );
  const markers = [fillMarkers("buy", fills, axis), fillMarkers("sell", fills, axis)];
  const below = lines.some((line) => line.yaxis === "y2");
  const size = barsOfCandle(bars.length);
  const breaks = axis.daily ? closedDays(datesOf(bars, axis)) : [];
  const prices = { tickformat: ",", hoverformat: ",.4~f" };
  const layout = layoutOf({
    title:
      title ??
      `${symbol}${cut ? `, the newest ${bars.length} bars` : ""}${size === 1 ? "" : ` (a candle is ${size} bars)`}`,
    legend: lines.length > 0 || fills.length > 0,
    height: below ? 560 : 460,
    xaxis: {
      ...axis.axis,
      rangeslider: { visible: false },
      ...(breaks.length > 0 && { rangebreaks: breaks }),
      ...(below && { anchor: "y2" }),
    },
    yaxis: below ? { ...prices, domain: [0.32, 1] } : prices,
    yaxis2: below ? { tickformat: ",", domain: [0, 0.25] } : undefined,
  });
  return figureOf([candles, ...lines, ...markers.filter((trace) => trace !== undefined)], layout);
}

function datesOf({ time, length }: BarColumns, { label }: TimeAxis): string[] {
  return Array.from(time.subarray(0, length), label);
}

function recordLines(
  bars: BarColumns,
  records: readonly Series[],
  draw: (record: Series, most: number, color: string) => ScatterTrace,
): ScatterTrace[] {
  const most = Math.min(1500, pointsFor(records.length * 2));
  return records.map((record, i) => {
    // The first two colors are those of buys and sells.
    const line = draw(record, most, seriesColor(i + 3));
    return isOfPrices(record, bars) ? line : { ...line, yaxis: "y2" };
  });
}

/** Whether a record's values lie within half the lowest and twice the highest price: half as far, or twice, from zero. */
function isOfPrices(record: Series, bars: BarColumns): boolean {
  const [low] = rangeOf(bars.low, bars.length);
  const [, high] = rangeOf(bars.high, bars.length);
  const [least, most] = rangeOf(record.value, lengthOf(record));
  return !(least < (low > 0 ? low / 2 : low * 2) || most > (high > 0 ? high * 2 : high / 2));
}

function rangeOf(values: Float64Array, length: number): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}
