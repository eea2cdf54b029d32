import { dayOfDate } from "../core/calendar";
import { checkKeys, expected } from "../core/checks";
import type { FeedSource } from "../feeds/feed";
import { chosenSymbols } from "../feeds/symbols";
import type { LevelSeries } from "../tracking/session-metrics";
import { columnsOf, Feed } from "./feed";
import type { SessionContent } from "./session-content";

/** Returns or equity of your own, by trading day. */
export type BenchmarkSeries =
  | { readonly dates: readonly string[]; readonly returns: ArrayLike<number> }
  | { readonly dates: readonly string[]; readonly equity: ArrayLike<number> };

/** A session, as far as a benchmark needs it. */
export interface BenchmarkSession {
  readonly name: string;
  readonly fingerprint: string;
  /** @internal */
  readonly content: SessionContent;
}

/** What a session can be measured against: a symbol of its feed, a feed of one symbol, a session, or numbers. */
export type BenchmarkOption = string | Feed | BenchmarkSession | BenchmarkSeries;

/** A benchmark found: its name, its levels, and plain data that tells it from others. */
export interface Benchmark {
  readonly name: string;
  readonly series: LevelSeries;
  readonly identity: unknown;
}

/** Finds the levels of a benchmark. Throws INVALID_OPTION, UNKNOWN_SYMBOL. */
export function benchmarkOf(option: BenchmarkOption | undefined, feed: FeedSource): Benchmark | undefined {
  if (option === undefined) return undefined;
  if (typeof option === "string") return ofSymbol(feed, option, { symbol: option });
  if (option instanceof Feed) return ofFeed(option);
  if (typeof option !== "object" || option === null) {
    throw expected("benchmark", "a symbol of the feed, a feed, a session, or { dates, equity }", option);
  }
  return "dates" in option ? ofSeries(option, feed) : ofSession(option);
}

function ofSymbol(feed: FeedSource, symbol: string, identity: unknown): Benchmark {
  chosenSymbols(feed.name, feed.symbols, [symbol]);
  const { time, close, length } = columnsOf(feed, symbol);
  return { name: symbol, series: { time: time.slice(0, length), level: close.slice(0, length) }, identity };
}

function ofFeed({ source, manifest }: Feed): Benchmark {
  if (source.symbols.length !== 1) {
    throw expected("benchmark", "a feed of one symbol", `a feed of ${source.symbols.length}`);
  }
  return ofSymbol(source, source.symbols[0], { feed: manifest });
}

function ofSession(session: BenchmarkSession): Benchmark {
  const { content } = session;
  if (content === undefined) throw expected("benchmark", "a symbol, a feed, a session, or { dates, equity }", session);
  const { time, equity, length } = content.curve;
  const series = { time: time.slice(0, length), level: equity.slice(0, length) };
  return { name: session.name, series, identity: { session: session.fingerprint } };
}

function ofSeries(option: BenchmarkSeries, { calendar }: FeedSource): Benchmark {
  checkKeys("benchmark", option, ["dates", "returns", "equity"]);
  const values = "equity" in option ? option.equity : option.returns;
  const { dates } = option;
  if (values?.length !== dates.length || dates.length === 0) {
    throw expected("benchmark", `as many values as dates (${dates.length}), at least one`, values?.length);
  }
  const times = Float64Array.from(dates, (date) => calendar.endOf(dayOfDate(date)));
  const numbers = Float64Array.from(values);
  if (!numbers.every(Number.isFinite)) throw expected("benchmark", "made of finite numbers", "not finite somewhere");
  if (times.some((time, at) => at > 0 && time <= times[at - 1])) throw expected("benchmark.dates", "ascending", "not");
  const series = "equity" in option ? { time: times, level: numbers } : compounded(times, numbers, calendar);
  return { name: "benchmark", series, identity: { dates, values: Array.from(numbers) } };
}

// A level of 1 stands at the end of the day before the first return.
function compounded(times: Float64Array, returns: Float64Array, calendar: FeedSource["calendar"]): LevelSeries {
  const time = new Float64Array(times.length + 1);
  const level = new Float64Array(times.length + 1);
  time[0] = calendar.endOf(calendar.dayOf(times[0]) - 1);
  time.set(times, 1);
  level[0] = 1;
  for (let at = 0; at < returns.length; at++) level[at + 1] = level[at] * (1 + returns[at]);
  return { time, level };
}
