import type { LevelSeries } from "../../analysis/record/track-record";
import { checkKeys, expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import { chosenSymbols } from "../../feeds/bars/symbols";
import { seriesOf } from "../../feeds/source/series";
import { type FeedFacts, type FeedHandle, type FeedSource, withEnd, withoutPlaces } from "../../feeds/source/source";
import type { SessionContent } from "../../run/content";
import { withoutAdvice } from "./without-advice";

/** Returns or equity of your own, by trading day. */
export type BenchmarkSeries =
  | { readonly dates: readonly string[]; readonly returns: ArrayLike<number> }
  | { readonly dates: readonly string[]; readonly equity: ArrayLike<number> };

/** The part of a session that a benchmark needs. */
export interface BenchmarkSession {
  readonly name: string;
  readonly fingerprint: string;
  /** @internal */
  readonly content: SessionContent;
  /** @internal */
  readonly core: { fingerprints(): readonly string[] };
}

/** What a session can be measured against: a symbol of its feed, a feed of one symbol, a session, or numbers. */
export type BenchmarkOption = string | FeedHandle | BenchmarkSession | BenchmarkSeries;

/** A benchmark: its name, its levels, and plain data that identifies it, as earlier versions had it. */
export interface Benchmark {
  readonly name: string;
  readonly series: LevelSeries;
  readonly identities: readonly [now: unknown, ...earlier: unknown[]];
}

const wanted = "a symbol of the feed, a feed of one symbol, a session, { dates, returns } or { dates, equity }";

/**
 * Returns the levels of a benchmark. `holds`: whether those of a symbol go on through its splits, as if it were held. Throws
 * INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL.
 */
export function benchmarkOf(
  option: BenchmarkOption | undefined,
  feed: FeedSource,
  holds: boolean,
): Benchmark | undefined {
  if (option === undefined) return undefined;
  if (typeof option === "string") return ofSymbol(feed, option, [{ symbol: option }], holds);
  if (typeof option !== "object" || option === null) throw expected("benchmark", wanted, option);
  if (isFeed(option)) return ofFeed(option, holds);
  return "content" in option ? ofSession(option) : ofSeries(option, feed);
}

function ofSymbol(feed: FeedSource, symbol: string, identities: Benchmark["identities"], holds: boolean): Benchmark {
  chosenSymbols(feed.name, feed.symbols, [symbol]);
  const { time, close, length } = seriesOf(withEnd(feed, "a benchmark"), symbol);
  // A level at or below zero has no returns.
  const wrong = feed.negativePrices ? close.subarray(0, length).find((price) => price <= 0) : undefined;
  if (wrong !== undefined) throw expected(`the closes of benchmark ${symbol}`, "positive", wrong);
  const series = { time: time.slice(0, length), level: close.slice(0, length) };
  if (holds) holdThroughSplits(series, symbol, feed);
  return { name: symbol, series, identities };
}

// Levels are of one share of the first bar.
function holdThroughSplits({ time, level }: LevelSeries, symbol: string, { actions = [], calendar }: FeedFacts): void {
  for (const { type, symbol: of, ex_date, value } of actions) {
    if (type !== "split" || of !== symbol) continue;
    const after = calendar.startOf(dayOfDate(ex_date));
    if (!(time[0] <= after)) continue;
    for (let at = time.length - 1; at >= 0 && time[at] > after; at--) level[at] *= value;
  }
}

function isFeed(option: object): option is FeedHandle {
  const source: unknown = "source" in option ? option.source : undefined;
  return typeof source === "object" && source !== null && "blocks" in source;
}

function ofFeed({ source, manifest, symbols }: FeedHandle, holds: boolean): Benchmark {
  // Earlier ones include where the files were.
  const feed = withoutAdvice(manifest);
  if (symbols.length === 1) return ofSymbol(source, symbols[0], [{ feed: withoutPlaces(feed) }, { feed }], holds);
  throw expected("benchmark", "a feed of one symbol, such as a feed of SPX alone", [...symbols]);
}

function ofSession({ name, fingerprint, content: { curve }, core }: BenchmarkSession): Benchmark {
  const { time, equity, length } = curve;
  if (length < 2) throw expected("benchmark", "a session that has taken a step", name);
  const series = { time: time.slice(0, length), level: equity.slice(0, length) };
  const earlier = core.fingerprints().filter((one) => one !== fingerprint);
  return { name, series, identities: [{ session: fingerprint }, ...earlier.map((session) => ({ session }))] };
}

function ofSeries(option: BenchmarkSeries, { calendar }: FeedFacts): Benchmark {
  checkKeys("benchmark", option, ["dates", "returns", "equity"]);
  const { dates, returns, equity } = option as { dates: readonly string[]; returns?: Values; equity?: Values };
  if (dates === undefined || (returns === undefined) === (equity === undefined)) {
    throw expected("benchmark", wanted, option);
  }
  const days = daysOf(dates);
  const time = Float64Array.from(days, (day) => calendar.endOf(day));
  const identity = { dates, ...(equity ? { equity: Array.from(equity) } : { returns: Array.from(returns as Values) }) };
  const series =
    equity === undefined
      ? compounded(time, valuesOf("returns", returns, days.length, -1), calendar)
      : { time, level: valuesOf("equity", equity, days.length, 0) };
  return { name: "benchmark", series, identities: [identity] };
}

type Values = ArrayLike<number>;

function daysOf(dates: readonly string[]): number[] {
  if (!Array.isArray(dates) || dates.length === 0) {
    throw expected("benchmark.dates", "an array of dates, at least one", dates);
  }
  const days = dates.map((date, at) => dayOfDate(date, `benchmark.dates[${at}]`));
  const back = days.findIndex((day, at) => at > 0 && day <= days[at - 1]);
  if (back > 0) throw expected(`benchmark.dates[${back}]`, `after ${dates[back - 1]}`, dates[back]);
  return days;
}

function valuesOf(field: string, given: Values | undefined, length: number, above: number): Float64Array {
  if (given?.length !== length) {
    throw expected(
      `benchmark.${field}`,
      `as many numbers as there are dates (${length})`,
      given?.length === undefined ? given : Array.from(given),
    );
  }
  const values = Float64Array.from(given);
  const wrong = Array.from(given).findIndex(
    (value) => !(typeof value === "number" && value > above && value < Infinity),
  );
  if (wrong >= 0) throw expected(`benchmark.${field}[${wrong}]`, `a number above ${above}`, given[wrong]);
  return values;
}

// A level of 1 is put at the end of the day before the first return.
function compounded(times: Float64Array, returns: Float64Array, calendar: FeedFacts["calendar"]): LevelSeries {
  const time = new Float64Array(times.length + 1);
  const level = new Float64Array(times.length + 1);
  time[0] = calendar.endOf(calendar.dayOf(times[0]) - 1);
  time.set(times, 1);
  level[0] = 1;
  for (let at = 0; at < returns.length; at++) level[at + 1] = level[at] * (1 + returns[at]);
  return { time, level };
}
