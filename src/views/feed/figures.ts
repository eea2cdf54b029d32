import { zoneOf } from "../../core/market/zone";
import { chosenSymbols } from "../../feeds/bars/symbols";
import { seriesOf } from "../../feeds/source/series";
import { type BoundedSource, type FeedSource, withEnd } from "../../feeds/source/source";
import { equityFigure } from "../../output/figures/equity";
import type { Clock } from "../../output/figures/parts/time-axis";
import { priceFigure } from "../../output/figures/price";
import type { Figure } from "../../output/plotly/figure";
import { feedDay } from "./days";

/**
 * Draws the bars of one symbol as candles, or the closes of several, each divided by its first; where prices may be at or
 * below zero, each less its first.
 */
export function feedFigure(feed: FeedSource, symbol?: string): Figure {
  const source = withEnd(feed, "a figure of its prices");
  const clock = clockOf(source);
  if (symbol === undefined && source.symbols.length > 1) return relativeFigure(source, clock);
  const [chosen] = chosenSymbols(source.name, source.symbols, symbol === undefined ? undefined : [symbol]);
  const bars = seriesOf(source, chosen);
  return priceFigure({ symbol: chosen, bars, daily: source.daily, fills: [], records: [], ...clock });
}

function relativeFigure(source: BoundedSource, clock: Clock): Figure {
  const series = source.symbols.map((symbol) => {
    const { time, close } = seriesOf(source, symbol);
    const of = source.negativePrices ? (price: number) => price - close[0] : (price: number) => price / close[0];
    return { name: symbol, time, value: close.map(of) };
  });
  const title = `${source.name}: closes ${source.negativePrices ? "less" : "over"} the first`;
  return equityFigure(series, { title, unit: source.negativePrices ? "Points" : "Close over the first", ...clock });
}

function clockOf(source: FeedSource): Clock {
  const { timezone, spec } = source.calendar;
  return { day: feedDay(source), zone: zoneOf(timezone), always: spec === "always" };
}
