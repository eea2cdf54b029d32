import type { BarColumns } from "../../core/market/bar";
import { zoneOf } from "../../core/market/zone";
import { chosenSymbols } from "../../feeds/bars/symbols";
import { seriesOf } from "../../feeds/source/series";
import { type BoundedSource, type FeedSource, withEnd } from "../../feeds/source/source";
import { equityFigure } from "../../output/figures/equity";
import type { Clock } from "../../output/figures/parts/time-axis";
import { priceFigure } from "../../output/figures/price";
import type { Figure } from "../../output/plotly/figure";
import { inSharesOfEnd, type PlacedSplit, placedSplits, sharesAtEnd, splitText } from "../splits";
import { feedDay } from "./days";

/**
 * Draws the bars of one symbol as candles, or the closes of several, each divided by its first; where prices may be at or
 * below zero, each less its first. Prices before a split are those of the shares at the end.
 */
export function feedFigure(feed: FeedSource, symbol?: string): Figure {
  const source = withEnd(feed, "a figure of its prices");
  const clock = clockOf(source);
  if (symbol === undefined && source.symbols.length > 1) return relativeFigure(source, clock);
  const [chosen] = chosenSymbols(source.name, source.symbols, symbol === undefined ? undefined : [symbol]);
  const bars = seriesOf(source, chosen);
  const input = { symbol: chosen, bars, daily: source.daily, fills: [], records: [], ...clock };
  return priceFigure(inSharesOfEnd(input, splitsOf(source, chosen, bars)));
}

function relativeFigure(source: BoundedSource, clock: Clock): Figure {
  const seen: PlacedSplit[] = [];
  const series = source.symbols.map((symbol) => {
    const bars = seriesOf(source, symbol);
    const shares = sharesAtEnd(bars.time, bars.length, splitsOf(source, symbol, bars));
    seen.push(...shares.seen);
    const closes = bars.close.map((price, row) => price / shares.of(bars.time[row]));
    const of = source.negativePrices ? (price: number) => price - closes[0] : (price: number) => price / closes[0];
    return { name: symbol, time: bars.time, value: closes.map(of) };
  });
  const what = `closes ${source.negativePrices ? "less" : "over"} the first`;
  const title = [`${source.name}: ${what}`, ...(seen.length > 0 ? [splitText(seen)] : [])].join(", ");
  return equityFigure(series, { title, unit: source.negativePrices ? "Points" : "Close over the first", ...clock });
}

function splitsOf({ actions = [], calendar }: BoundedSource, symbol: string, bars: BarColumns): PlacedSplit[] {
  return placedSplits(
    bars,
    actions.filter((action) => action.symbol === symbol),
    calendar,
  );
}

function clockOf(source: FeedSource): Clock {
  const { timezone, spec } = source.calendar;
  return { day: feedDay(source), zone: zoneOf(timezone), always: spec === "always" };
}
