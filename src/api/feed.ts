import { expected } from "../core/checks";
import type { Bar, BarColumns } from "../core/market/bar";
import { barAt } from "../core/market/bar";
import { dateOf } from "../core/market/calendar";
import { chosenSymbols } from "../feeds/bars/symbols";
import { intervalText } from "../feeds/interval";
import { type SampleName, type SampleOptions, sampleSource } from "../feeds/made/sample";
import { type ReplayInput, type ReplayOptions, replaySource } from "../feeds/replay";
import type { FeedManifest, FeedSource } from "../feeds/source";
import { displayable } from "../notebook/display";
import { cardDisplay } from "../output/cards";
import { equityFigure } from "../output/figures/equity";
import type { Figure } from "../output/figures/figure";
import { priceFigure } from "../output/figures/price";
import { formatValue } from "../output/formats";
import type { DataFrame } from "../output/frames/danfo";
import { listText } from "../output/short-text";
import { frameOfRows } from "../views/frames";

/** A source of bars in time order: real history replayed, or your own bars. It prints what it holds. */
export class Feed {
  /** The plain feed inside. @internal */
  readonly source: FeedSource;

  /** @internal */
  constructor(source: FeedSource) {
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
    return this.source.length;
  }

  /** Plain data from which the feed can be made again. */
  get manifest(): FeedManifest {
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
    return new Feed(this.source.slice(from, to));
  }

  /** Returns its bars as a DataFrame. */
  toFrame(): DataFrame {
    return frameOfRows([...this.bars()], barColumns, this.source);
  }

  /** Returns one row a symbol: number of bars, first and last time, first and last close. */
  describe(): DataFrame {
    return frameOfRows(
      this.symbols.map((symbol) => describedSymbol(this.source, symbol)),
      describeColumns,
      this.source,
    );
  }

  /** Draws the bars of its only symbol as candles, or the closes of several, each divided by its first. */
  plot(symbol?: string): Figure {
    const { source } = this;
    const day = source.daily ? (time: number) => dateOf(source.calendar.dayOf(time)) : undefined;
    if (symbol === undefined && this.symbols.length > 1) return relativeFigure(source, day);
    const [chosen] = chosenSymbols(source.name, source.symbols, symbol === undefined ? undefined : [symbol]);
    const bars = columnsOf(source, chosen);
    return priceFigure({ symbol: chosen, bars, daily: source.daily, fills: [], records: [], day });
  }
}

displayable(Feed.prototype, ({ source }: Feed) => {
  const { calendar, interval, daily, length, first, last, symbols } = source;
  const when = (time: number | undefined) =>
    time === undefined ? "–" : daily ? dateOf(calendar.dayOf(time)) : new Date(time).toISOString();
  return cardDisplay({
    title: source.name,
    note: "feed",
    pairs: [
      ["Symbols", listText(symbols)],
      ["Interval", interval === undefined ? "none" : intervalText(interval)],
      ["Calendar", `${calendar.name} (${calendar.timezone})`],
      ["Range", `${when(first)} to ${when(last)}`],
      ["Bars", formatValue(length, "count")],
      ...skippedRows(source),
    ],
  });
});

function skippedRows({ skipped: { rows, first } }: FeedSource): (readonly [string, string])[] {
  return rows === 0 ? [] : [["Left out", `${formatValue(rows, "count")} bad rows, the first: ${first}`]];
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
export function checkFeed(feed: unknown): Feed {
  if (feed instanceof Feed) return feed;
  throw expected("feed", 'a feed, such as replay("my.csv")', feed);
}

/** Returns the columns of one symbol, whole. */
export function columnsOf(source: FeedSource, symbol: string): BarColumns {
  const blocks = [...source.blocks([symbol])];
  if (blocks.length === 1) return blocks[0];
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const joined = (field: "time" | "open" | "high" | "low" | "close" | "volume") => {
    const column = new Float64Array(length);
    let at = 0;
    for (const block of blocks) {
      column.set(block[field].subarray(0, block.length), at);
      at += block.length;
    }
    return column;
  };
  return {
    length,
    time: joined("time"),
    symbol: new Uint16Array(length),
    open: joined("open"),
    high: joined("high"),
    low: joined("low"),
    close: joined("close"),
    volume: joined("volume"),
  };
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

function describedSymbol(source: FeedSource, symbol: string) {
  const { length, time, close } = columnsOf(source, symbol);
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

function relativeFigure(source: FeedSource, day: ((time: number) => string) | undefined): Figure {
  const series = source.symbols.map((symbol) => {
    const { time, close } = columnsOf(source, symbol);
    return { name: symbol, time, value: close.map((price) => price / close[0]) };
  });
  return equityFigure(series, { title: `${source.name}: closes over the first`, day });
}
