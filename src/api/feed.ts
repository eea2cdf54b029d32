import { expected } from "../core/checks";
import { type Bar, barAt } from "../core/market/bar";
import { dateOf } from "../core/market/calendar";
import { chosenSymbols } from "../feeds/bars/symbols";
import { intervalText } from "../feeds/interval";
import { type SampleName, type SampleOptions, sampleSource } from "../feeds/made/sample";
import { type ReplayInput, type ReplayOptions, replaySource } from "../feeds/replay";
import { seriesOf } from "../feeds/series";
import { type BoundedSource, type FeedHandle, type FeedSource, withEnd } from "../feeds/source";
import { displayable } from "../notebook/display";
import { cardDisplay, type Pair } from "../output/cards";
import { equityFigure } from "../output/figures/equity";
import type { Figure } from "../output/figures/figure";
import { priceFigure } from "../output/figures/price";
import { formatValue } from "../output/formats";
import type { DataFrame } from "../output/frames/danfo";
import { listText } from "../output/short-text";
import { frameOfRows } from "../views/frames";

/**
 * A source of bars in time order: real history replayed, or your own bars. It prints what it holds. What needs all bars
 * throws INVALID_OPTION for a feed without an end.
 */
export class Feed<Source extends FeedSource = BoundedSource> implements FeedHandle {
  /** The plain feed inside. @internal */
  readonly source: Source;

  /** @internal */
  constructor(source: Source) {
    this.source = source;
  }

  /** The name of its file or sample. */
  get name(): string {
    return this.source.name;
  }

  /** Its symbols, in the order in which strategies see them. */
  get symbols(): readonly string[] {
    return this.source.symbols;
  }

  /** Milliseconds between the bars of a symbol, where they have one interval. */
  get interval(): number | undefined {
    return this.source.interval;
  }

  /** The name of its calendar. */
  get calendar(): string {
    return this.source.calendar.name;
  }

  /** Number of bars, all symbols together. */
  get length(): number {
    return withEnd(this.source, "its length").length;
  }

  /** Plain data from which the feed can be made again. */
  get manifest(): Source["manifest"] {
    return this.source.manifest;
  }

  /** Returns its bars in time order, one by one. */
  *bars(): IterableIterator<Bar> {
    for (const block of this.source.blocks()) {
      for (let row = 0; row < block.length; row++) yield barAt(block, row, this.symbols);
    }
  }

  /** Returns the part of the feed from one date to another, both inclusive, as trading days of its calendar. */
  slice(from?: string, to?: string): Feed {
    return new Feed(withEnd(this.source, "a slice").slice(from, to));
  }

  /** Returns its bars as a DataFrame. */
  toFrame(): DataFrame {
    withEnd(this.source, "a frame");
    return frameOfRows([...this.bars()], barColumns, this.source);
  }

  /** Returns one row a symbol: number of bars, first and last time, first and last close. */
  describe(): DataFrame {
    const source = withEnd(this.source, "its description");
    const rows = source.symbols.map((symbol) => describedSymbol(source, symbol));
    return frameOfRows(rows, describeColumns, source);
  }

  /** Draws the bars of its only symbol as candles, or the closes of several, each divided by its first. */
  plot(symbol?: string): Figure {
    const source = withEnd(this.source, "a figure of its prices");
    const day = source.daily ? (time: number) => dateOf(source.calendar.dayOf(time)) : undefined;
    if (symbol === undefined && this.symbols.length > 1) return relativeFigure(source, day);
    const [chosen] = chosenSymbols(source.name, source.symbols, symbol === undefined ? undefined : [symbol]);
    const bars = seriesOf(source, chosen);
    return priceFigure({ symbol: chosen, bars, daily: source.daily, fills: [], records: [], day });
  }
}

displayable(Feed.prototype, ({ source }: Feed<FeedSource>) => {
  const { calendar, interval, symbols } = source;
  return cardDisplay({
    title: source.name,
    note: "feed",
    pairs: [
      ["Symbols", listText(symbols)],
      ["Interval", interval === undefined ? "none" : intervalText(interval)],
      ["Calendar", `${calendar.name} (${calendar.timezone})`],
      ...(source.bounded ? extentOf(source) : ([["Bars", "without end"]] as const)),
    ],
  });
});

function extentOf({ calendar, daily, first, last, length, skipped }: BoundedSource): Pair[] {
  const when = (time: number | undefined) =>
    time === undefined ? "–" : daily ? dateOf(calendar.dayOf(time)) : new Date(time).toISOString();
  const { rows, first: fault } = skipped;
  return [
    ["Range", `${when(first)} to ${when(last)}`],
    ["Bars", formatValue(length, "count")],
    ...(rows === 0 ? [] : [["Left out", `${formatValue(rows, "count")} bad rows, the first: ${fault}`] as const]),
  ];
}

/**
 * Makes a feed of real history: a CSV file, several, an array of bars, or a DataFrame. A row with a date and no time is a
 * trading day. Throws an error with file and line for anything that cannot be right.
 */
export function replay(source: ReplayInput, options?: ReplayOptions): Feed {
  return new Feed(replaySource(source, options));
}

/** Returns real market data that comes with paperlab: `"us-daily"` is AAPL 2013-2018 and the S&P 500 (SPX) 2000-2020. */
export function sample(name: SampleName, options?: SampleOptions): Feed {
  return new Feed(sampleSource(name, options));
}

/** Throws INVALID_OPTION unless `feed` is a feed. */
export function checkFeed(feed: unknown): Feed<FeedSource> {
  if (feed instanceof Feed) return feed;
  throw expected("feed", 'a feed, such as replay("my.csv")', feed);
}

const barColumns = [
  ["time", "time"],
  ["symbol", "text"],
  ["open", "price"],
  ["high", "price"],
  ["low", "price"],
  ["close", "price"],
  ["volume", "quantity"],
] as const;

const describeColumns = [
  ["symbol", "text"],
  ["bars", "count"],
  ["firstTime", "time"],
  ["lastTime", "time"],
  ["firstClose", "price"],
  ["lastClose", "price"],
] as const;

function describedSymbol(source: BoundedSource, symbol: string) {
  const { length, time, close } = seriesOf(source, symbol);
  const last = length - 1;
  return {
    symbol,
    bars: length,
    firstTime: time[0],
    lastTime: time[last],
    firstClose: close[0],
    lastClose: close[last],
  };
}

function relativeFigure(source: BoundedSource, day: ((time: number) => string) | undefined): Figure {
  const series = source.symbols.map((symbol) => {
    const { time, close } = seriesOf(source, symbol);
    return { name: symbol, time, value: close.map((price) => price / close[0]) };
  });
  return equityFigure(series, { title: `${source.name}: closes over the first`, day });
}
