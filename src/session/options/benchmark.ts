import type { LevelSeries } from "../../analysis/record/track-record";
import type { BasketRebalance } from "../../analysis/returns/basket";
import { areOfDays } from "../../analysis/returns/day-levels";
import { checkKeys, expected, isCollection } from "../../core/checks";
import type { Calendar } from "../../core/market/calendar";
import { listText } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { type FeedHandle, type FeedRecipe, type FeedSource, withoutPlaces } from "../../feeds/source/source";
import type { SessionContent } from "../../run/content";
import { heldLevels } from "./benchmark/held-levels";
import { type BenchmarkSeries, ownSeries } from "./benchmark/own-series";
import { type BenchmarkWeights, checkBasketRebalance, weightedLevels } from "./benchmark/weights";
import { withoutAdvice } from "./without-advice";

export type { BenchmarkSeries } from "./benchmark/own-series";
export type { BenchmarkWeights } from "./benchmark/weights";

/** The part of a session that a benchmark needs. */
export interface BenchmarkSession {
  readonly id: number;
  readonly name: string;
  readonly fingerprint: string;
  /** @internal */
  readonly content: SessionContent;
  /** @internal */
  readonly core: { readonly hasEnded: boolean; readonly calendar: Calendar; fingerprints(): readonly string[] };
}

/** One symbol of a feed: `{ feed: world, symbol: "SPX" }`. */
export interface BenchmarkOfFeed {
  readonly feed: FeedHandle;
  readonly symbol: string;
}

/** A basket: its weights, how often they are restored (daily unless said), and its feed if it is another one. */
export interface BenchmarkBasket {
  readonly weights: BenchmarkWeights;
  readonly rebalance?: BasketRebalance;
  readonly feed?: FeedHandle;
}

/**
 * What a session can be measured against: a symbol of its feed, a feed of one symbol, a symbol of another feed, weights, a
 * session, or numbers.
 */
export type BenchmarkOption =
  | string
  | FeedHandle
  | BenchmarkOfFeed
  | BenchmarkWeights
  | BenchmarkBasket
  | BenchmarkSession
  | BenchmarkSeries;

/** What a benchmark is, as plain data that is stored with its session. */
export interface BenchmarkSource {
  readonly symbol?: string;
  /** The feed of its symbols, if it is not the session's. */
  readonly feed?: FeedRecipe;
  readonly weights?: BenchmarkWeights;
  readonly rebalance?: BasketRebalance;
  readonly session?: {
    readonly id: number;
    readonly name: string;
    readonly fingerprint: string;
    /** How many steps it had taken, if it had not ended. */
    readonly steps?: number;
  };
  /** A series of one's own: how many days it has, and from when to when. */
  readonly series?: { readonly days: number; readonly from: string; readonly to: string };
  /** Its symbols without dividends, because their feed has none of them. Absent if levels are not those of symbols. */
  readonly priceOnly?: readonly string[];
}

/**
 * A benchmark: its name, its levels, what it is, and plain data that identifies it, as earlier versions had it too if its
 * levels are the same.
 */
export interface Benchmark {
  readonly name: string;
  readonly series: LevelSeries;
  readonly source: BenchmarkSource;
  readonly identities: readonly [now: unknown, ...earlier: unknown[]];
}

/** A benchmark with the calendar of its levels. */
type Made = Benchmark & { readonly calendar: Calendar };

const wanted =
  "a symbol of the feed, a feed of one symbol, { feed, symbol }, weights such as { SPY: 0.6, AGG: 0.4 }, a session, { dates, returns } or { dates, equity }";

/**
 * Returns the levels of a benchmark. `holds`: whether those of a symbol go on through its splits, and have its dividends, as if
 * it were held. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL.
 */
export function benchmarkOf(
  option: BenchmarkOption | undefined,
  feed: FeedSource,
  holds: boolean,
): Benchmark | undefined {
  if (option === undefined) return undefined;
  if (option === "") throw expected("benchmark", wanted, option);
  if (typeof option === "string") return ofSymbol(feed, option, { symbol: option }, holds);
  const { calendar, ...made } = ofAnother(option, feed, holds);
  return { ...made, series: onOwnDays(made.series, calendar, feed.calendar) };
}

// One that is more than a symbol of the feed.
function ofAnother(option: Exclude<BenchmarkOption, string>, feed: FeedSource, holds: boolean): Made {
  // The numbers of a list have places, which are no symbols.
  if (typeof option !== "object" || option === null || isCollection(option))
    throw expected("benchmark", wanted, option);
  if (isFeed(option)) return ofFeed(option, holds);
  if (isWeights(option)) return ofWeights({ weights: option }, feed, holds);
  if (isSession(option)) return ofSession(option);
  if ("weights" in option) return ofWeights(option as BenchmarkBasket, feed, holds);
  return "feed" in option || "symbol" in option
    ? ofSymbolOfFeed(option as BenchmarkOfFeed, holds)
    : ofSeries(option as BenchmarkSeries, feed);
}

// Bars of days without hours end at midnight. In zones to the east that is the morning after, and they keep their day.
function onOwnDays(series: LevelSeries, own: Calendar, calendar: Calendar): LevelSeries {
  if (own === calendar || !areOfDays(series.time)) return series;
  const time = series.time.map((at) => {
    const day = own.dayOf(at);
    return own.startOf(day + 1) === at && calendar.dayOf(at) > day ? calendar.endOf(day) : at;
  });
  return { time, level: series.level };
}

function ofSymbol(feed: FeedSource, symbol: string, source: BenchmarkSource, holds: boolean): Made {
  const { series, dividends, reinvested } = heldLevels(feed, symbol, holds);
  const { feed: of } = source;
  // A feed of one symbol was identified by the feed alone, and by where its files were.
  const isAlone = of !== undefined && of.symbols.length === 1;
  const identity = { ...(isAlone ? {} : source), ...(of && { feed: withoutPlaces(of) }) };
  const dividended = reinvested && { dividends: "reinvested" };
  return {
    name: symbol,
    series,
    calendar: feed.calendar,
    source: { symbol, ...source, priceOnly: dividends ? [] : [symbol] },
    identities: [{ ...identity, ...dividended }, ...(isAlone && !reinvested ? [{ feed: of }] : [])],
  };
}

function isFeed(option: unknown): option is FeedHandle {
  const source: unknown = (Object(option) as { source?: unknown }).source;
  return typeof source === "object" && source !== null && "blocks" in source;
}

function isSession(option: object): option is BenchmarkSession {
  return "content" in option && "core" in option;
}

function isWeights(option: object): option is BenchmarkWeights {
  const values: unknown[] = Object.values(option);
  return values.length > 0 && !("feed" in option) && values.every((value) => typeof value === "number");
}

function ofFeed({ source, manifest, symbols }: FeedHandle, holds: boolean): Made {
  if (symbols.length === 1) return ofSymbol(source, symbols[0], { feed: withoutAdvice(manifest) }, holds);
  const cure = 'a feed of one symbol, or one of its symbols as { feed, symbol: "SPX" }';
  throw new PaperLabError("INVALID_OPTION", `Expected benchmark to be ${cure}, was one of ${listText(symbols)}`);
}

function ofSymbolOfFeed(option: BenchmarkOfFeed, holds: boolean): Made {
  checkKeys("benchmark", option, ["feed", "symbol"]);
  const { feed, symbol } = option;
  checkFeed(feed);
  if (typeof symbol !== "string")
    throw expected("benchmark.symbol", `a symbol of its feed, which has ${listText(feed.symbols)}`, symbol);
  return ofSymbol(feed.source, symbol, { feed: withoutAdvice(feed.manifest), symbol }, holds);
}

function checkFeed(feed: unknown): void {
  if (!isFeed(feed)) throw expected("benchmark.feed", "a feed", feed);
}

function ofWeights(option: BenchmarkBasket, own: FeedSource, holds: boolean): Made {
  checkKeys("benchmark", option, ["weights", "rebalance", "feed"]);
  const { weights, rebalance = "daily", feed } = option;
  checkBasketRebalance(rebalance);
  if (feed !== undefined) checkFeed(feed);
  const { name, series, held } = weightedLevels(feed?.source ?? own, weights, rebalance, holds);
  const source = { ...(feed && { feed: withoutAdvice(feed.manifest) }), weights: { ...weights }, rebalance };
  const of = (those: typeof held) => those.map(({ symbol }) => symbol);
  const reinvested = of(held.filter((one) => one.reinvested));
  const priceOnly = of(held.filter(({ dividends }) => !dividends));
  const identity = { ...source, ...(source.feed && { feed: withoutPlaces(source.feed) }), reinvested };
  const { calendar } = feed?.source ?? own;
  return { name, series, calendar, source: { ...source, priceOnly }, identities: [identity] };
}

// One that has not ended is measured against as far as it has come. When it has come further, that is another benchmark.
function ofSession({ id, name, fingerprint, content, core }: BenchmarkSession): Made {
  const { time, equity, length } = content.curve;
  if (length < 2) throw expected("benchmark", "a session that has taken a step", name);
  const series = { time: time.slice(0, length), level: equity.slice(0, length) };
  const earlier = core.fingerprints().filter((one) => one !== fingerprint);
  const whole = [{ session: fingerprint }, ...earlier.map((session) => ({ session }))] as const;
  const { steps } = content;
  return {
    name,
    series,
    calendar: core.calendar,
    source: { session: { id, name, fingerprint, ...(!core.hasEnded && { steps }) } },
    // Earlier versions did not tell how far it had come.
    identities: core.hasEnded ? whole : [{ session: fingerprint, steps }, ...whole],
  };
}

function ofSeries(option: BenchmarkSeries, feed: FeedSource): Made {
  const { series, identity } = ownSeries(option, feed, wanted);
  const { dates } = option;
  const source = { series: { days: dates.length, from: dates[0], to: dates[dates.length - 1] } };
  return { name: "benchmark", series, calendar: feed.calendar, source, identities: [identity] };
}
