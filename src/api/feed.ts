import { expected } from "../core/checks";
import type { Bar } from "../core/market/bar";
import type { CorporateAction } from "../core/market/corporate-action";
import { historySource } from "../feeds/chunked/history";
import { type LiveInput, type LiveOptions, liveSource } from "../feeds/live/live";
import { cointegratedSource, type PairOptions, type PairTerms } from "../feeds/made/cointegrated";
import { type GbmOptions, type GbmTerms, gbmSource } from "../feeds/made/gbm";
import { randomWalkSource, type WalkTerms } from "../feeds/made/random-walk";
import { type SampleName, type SampleOptions, sampleSource } from "../feeds/made/sample";
import type { MadeOptions, SymbolsInput } from "../feeds/path/options";
import type { ReplayInput, ReplayOptions } from "../feeds/read/replay";
import { remakeSource } from "../feeds/remake";
import {
  askedPerturbation,
  type BootstrapOptions,
  bootstrapSource,
  type PerturbOptions,
} from "../feeds/shaped/bootstrap";
import { mergeSource } from "../feeds/shaped/merge";
import { resampleSource } from "../feeds/shaped/resample";
import type { LiveSource } from "../feeds/source/live-source";
import { type FeedHandle, type FeedSource, type RecordedSource, type Truth, withEnd } from "../feeds/source/source";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import { type BarListener, Playback, type SubscribeOptions } from "../session/life/playback";
import { checkOptions } from "../session/options/checks";
import { feedCard } from "../views/feed/card";
import { barsOf } from "../views/feed/tables";
import { type FeedViews, feedViews } from "../views/feed/views";

/**
 * A source of bars in time order: replayed history or your own bars. Prints what it holds. Methods that need all bars
 * throw INVALID_OPTION for a feed without an end.
 */
export class Feed<Source extends FeedSource = FeedSource> implements FeedHandle {
  /** The plain feed inside. @internal */
  readonly source: Source;

  /** @internal */
  constructor(source: Source) {
    this.source = source;
  }

  /** Makes a feed again from its manifest. @internal */
  static remade(manifest: FeedSource["manifest"]): Feed {
    return new Feed(remakeSource(manifest));
  }

  /** The name of its file or sample. */
  get name(): string {
    return this.source.name;
  }

  /** Its symbols, in the order in which strategies see them. */
  get symbols(): readonly string[] {
    return this.source.symbols;
  }

  /** Milliseconds between the bars of a symbol, if they have one interval. */
  get interval(): number | undefined {
    return this.source.interval;
  }

  /** The name of its calendar. */
  get calendar(): string {
    return this.source.calendar.name;
  }

  /** Splits and dividends of its symbols, sorted by date. The broker does not apply them yet. */
  get actions(): readonly CorporateAction[] {
    return this.source.actions ?? [];
  }

  /** Number of bars, all symbols together. */
  get length(): number {
    return withEnd(this.source, "its length").length;
  }

  /** What is known of the prices of a feed that was made, as by `gbm`. */
  get truth(): Truth | undefined {
    return this.source.truth;
  }

  /** Plain data from which the feed can be made again. */
  get manifest(): Source["manifest"] {
    return this.source.manifest;
  }

  /** Returns its bars in time order, one by one. */
  *bars(): IterableIterator<Bar> {
    yield* barsOf(this.source);
  }

  /**
   * Calls `listener` with each bar, from the first on, in a playback of its own: `feed.subscribe(console.log)`. By default
   * it plays one update per second, all bars of one time. Returns a function that ends it. A listener that throws or
   * rejects is no longer called. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL.
   */
  subscribe(listener: BarListener, options: SubscribeOptions = {}): () => void {
    if (typeof listener !== "function") throw expected("listener", "a function", listener);
    checkOptions("subscribe", options, ["pace", "symbols"]);
    const playback = new Playback(this.source, listener, options);
    void playback.play();
    return () => playback.end();
  }

  /** Returns the part of the feed from one date to another, both inclusive, as trading days of its calendar. */
  slice(from?: string, to?: string): Feed<RecordedSource> {
    const { source } = this as Feed<FeedSource>;
    if (source.bounded || source.slice === undefined) return new Feed(withEnd(source, "a slice").slice(from, to));
    return new Feed(source.slice(from, to));
  }

  /** Returns its bars as a DataFrame. */
  toFrame(): DataFrame {
    return feedViews.toFrame(this.source);
  }

  /**
   * Returns one row per symbol: number of bars, first and last time and close, splits and dividends; trading days without
   * bars, gaps within days, bars without volume, bars at an unchanged price, and jumps that look like splits.
   */
  describe(): DataFrame {
    return feedViews.describe(this.source);
  }

  /**
   * Returns the rows that `onBadRow: "skip"` left out, one a row: where it stands in its file and what is wrong with it;
   * the first 10,000. A feed that was made again from bars kept with a session has the first alone.
   */
  leftOut(): DataFrame {
    return feedViews.leftOut(this.source);
  }

  /** Draws the bars of its only symbol as candles, or the closes of several, each divided by its first. */
  plot(symbol?: string): Figure {
    return feedViews.plot(this.source, symbol);
  }
}

displayable(Feed.prototype satisfies FeedViews, ({ source }: Feed<FeedSource>) => feedCard(source));

/**
 * Makes a feed from a CSV file, several files, an array of bars, or a DataFrame. A row with a date and no time is a
 * trading day. Throws an error with file and line for anything that cannot be right.
 */
export function replay(source: ReplayInput, options?: ReplayOptions): Feed<RecordedSource> {
  return new Feed(historySource(source, options));
}

/**
 * Returns real market data that comes with paperlab. `"us-daily"` is AAPL 2013-2018 and the S&P 500 (SPX) 2000-2020.
 * `"us-stocks"` is AAPL, GOOG, IBM and MSFT 2000-2013, as traded.
 */
export function sample(name: SampleName, options?: SampleOptions): Feed<RecordedSource> {
  return new Feed(sampleSource(name, options));
}

/**
 * Returns a feed of longer bars: `resample(feed, "5m")`, up to `"1d"`, or `"1w"`. Bars end at multiples of the interval from
 * the session's open, or from midnight, and with the session; days and weeks with their last trading day. Throws
 * INVALID_OPTION for an interval that is shorter than the bars, or no multiple of them.
 */
export function resample<Source extends FeedSource>(feed: Feed<Source>, interval: string | number): Feed<Source> {
  checkFeed(feed);
  return new Feed(resampleSource(feed.source, interval));
}

/**
 * Returns one feed of several, with the symbols of all. Throws INVALID_OPTION for a symbol that is in two of them, and for
 * feeds whose calendars or zones differ, if these were declared.
 */
export function merge(...feeds: readonly Feed[]): Feed<RecordedSource> {
  return new Feed(mergeSource(feeds.map((feed) => checkFeed(feed).source)));
}

/**
 * Makes prices that follow a geometric Brownian motion, with jumps, overnight gaps and correlations if asked for:
 * `gbm({ AAPL: { price: 100, drift: 0.08, volatility: 0.25 }, KO: { volatility: 0.15 } }, { correlation: 0.4 })`. Drift
 * and volatility are those of a year. The same seed makes the same bars. Throws INVALID_OPTION, UNKNOWN_OPTION and
 * UNKNOWN_SYMBOL.
 */
export function gbm(symbols: SymbolsInput<GbmTerms>, options?: GbmOptions): Feed {
  return new Feed(gbmSource(symbols, options));
}

/**
 * Makes prices that move by one step up or down with every bar: `randomWalk({ A: { price: 100, step: 0.01 } })`. Throws
 * INVALID_OPTION and UNKNOWN_OPTION.
 */
export function randomWalk(symbols: SymbolsInput<WalkTerms>, options?: MadeOptions): Feed {
  return new Feed(randomWalkSource(symbols, options));
}

/**
 * Makes a pair of symbols whose spread always returns to where it began: `cointegrated({ KO: {}, PEP: {} }, { halfLife: 10 })`.
 * Throws INVALID_OPTION and UNKNOWN_OPTION.
 */
export function cointegrated(symbols: SymbolsInput<PairTerms>, options?: PairOptions): Feed {
  return new Feed(cointegratedSource(symbols, options));
}

/**
 * Makes a feed of bars or trades that come from now on: `live(source, { name: "BTCUSDT", interval: "1m" })`. `source` is
 * anything that can be iterated over with `for await`, or a function that returns it, so that it can be begun again. Every
 * bar is stored before the strategy sees it; `session.feed()` has the bars that came. Throws INVALID_OPTION and
 * UNKNOWN_OPTION.
 */
export function live(source: LiveInput, options: LiveOptions): Feed<LiveSource> {
  return new Feed(liveSource(source, options));
}

/**
 * Returns another history of a feed: blocks of its own returns and bar shapes, of all symbols together, drawn anew (the
 * stationary bootstrap of Politis and Romano, 1994). Throws INVALID_OPTION.
 */
export function bootstrap(feed: Feed, options?: BootstrapOptions): Feed<RecordedSource> {
  return new Feed(bootstrapSource(checkFeed(feed).source, options));
}

/**
 * Returns a feed with other bars after an instant, drawn as by `bootstrap`: `perturb(feed, { from: "2020-03-02" })`. Bars
 * before are the same. Throws INVALID_OPTION.
 */
export function perturb(feed: Feed, options: PerturbOptions): Feed<RecordedSource> {
  return new Feed(askedPerturbation(checkFeed(feed).source, options));
}

// A strategy has one of them.
const decisions = ["onBar", "onBars", "targetWeights", "signals", "signalsAll"];

/** Throws INVALID_OPTION unless `feed` is a feed. */
export function checkFeed(feed: unknown): Feed<FeedSource> {
  if (feed instanceof Feed) return feed;
  const isStrategy =
    typeof feed === "object" && feed !== null && "name" in feed && decisions.some((one) => one in feed);
  throw expected("feed", `a feed, such as replay("my.csv")${isStrategy ? ", before the strategy" : ""}`, feed);
}
