import { checkKeys, expected } from "../../core/checks";
import { parseInterval } from "../../core/interval";
import { type CalendarSpec, calendarOf } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import { checkSymbols } from "../bars/symbols";
import type { LiveSource } from "../source/live-source";
import type { FeedRecipe } from "../source/source";
import type { LiveBar, LiveTick } from "./message";
import { Pump, type PumpTerms } from "./pump";

/** A stream of bars or trades, or a function that begins one, so that it can be begun again after a pause or failure. */
export type LiveInput = LiveStream | (() => LiveStream | Promise<LiveStream>);

/** What can be iterated over with `for await`: also an array, or a generator that is not asynchronous. */
export type LiveStream = AsyncIterable<LiveBar | LiveTick> | Iterable<LiveBar | LiveTick>;

/** How a live feed is taken. */
export interface LiveOptions {
  /** The name of the feed. Sessions on a live feed are the same if their feeds have one name. */
  readonly name: string;
  /** Default: one symbol, the name of the feed. */
  readonly symbols?: readonly string[];
  /** The distance of the bars of a symbol, if there is one: "1m". Trades have none. */
  readonly interval?: string | number;
  /** Default "always". */
  readonly calendar?: CalendarSpec;
  /** IANA name of the zone of the calendar's days. Default UTC. */
  readonly timezone?: string;
  /**
   * What happens if bars come faster than the strategy takes them. "wait", the default: the source is read no further.
   * "coalesce": bars of a symbol that wait become one.
   */
  readonly backlog?: "wait" | "coalesce";
  /** Milliseconds that bars wait for those of other symbols of the same time. Default 250. */
  readonly grace?: number;
  /** Whether prices may be at or below zero, as those of power and of spreads. By default such a bar is a bad one. */
  readonly allowNegativePrices?: boolean;
}

const optionKeys = [
  "name",
  "symbols",
  "interval",
  "calendar",
  "timezone",
  "backlog",
  "grace",
  "allowNegativePrices",
] as const;

const LONGEST_GRACE = 3_600_000;

/** Makes a feed of what a source sends from now on. Throws INVALID_OPTION and UNKNOWN_OPTION. */
export function liveSource(input: LiveInput, options: LiveOptions): LiveSource {
  const begin = beginningOf(input);
  const { name, symbols, interval, calendar, backlog, grace, allowsNegative } = checkedOptions(options);
  const manifest: FeedRecipe = {
    kind: "live",
    source: { live: name },
    options: allowsNegative ? { allowNegativePrices: true } : {},
    name,
    calendar: calendar.spec,
    timezone: calendar.timezone,
    interval: interval ?? null,
    daily: false,
    symbols,
  };
  const once = typeof input !== "function" && isOnce(input);
  const coalesces = backlog === "coalesce";
  const terms: PumpTerms = { symbols, interval, calendar, coalesces, grace, allowsNegative, begin };
  let isBegun = false;
  return {
    bounded: false,
    name,
    symbols,
    interval,
    calendar,
    daily: false,
    ...(allowsNegative && { negativePrices: true }),
    manifest,
    once,
    backlog,
    blocks() {
      const cure = "Run a session on it; session.feed() has the bars that came";
      throw new PaperLabError("INVALID_OPTION", `Expected feed "${name}" to hold bars, but it is live. ${cure}`);
    },
    arrivals(taken) {
      if (once && isBegun) return new Pump({ ...terms, begin: refusal }, taken);
      isBegun = true;
      return new Pump(terms, taken);
    },
  };
}

function checkedOptions(options: LiveOptions) {
  if (typeof options !== "object" || options === null)
    throw expected("options", 'an object such as { name: "BTC" }', options);
  checkKeys("live", options, optionKeys);
  const { name, calendar = "always", timezone, backlog = "wait", grace = 250, allowNegativePrices = false } = options;
  if (typeof name !== "string" || name.trim() === "") throw expected("name", "the name of the feed", name);
  const { symbols = [name] } = options;
  checkSymbols(symbols);
  if (backlog !== "wait" && backlog !== "coalesce") throw expected("backlog", '"wait" or "coalesce"', backlog);
  if (!(typeof grace === "number" && grace >= 0 && grace <= LONGEST_GRACE))
    throw expected("grace", `milliseconds from 0 to ${LONGEST_GRACE}`, grace);
  const interval = options.interval === undefined ? undefined : parseInterval(options.interval);
  if (typeof allowNegativePrices !== "boolean")
    throw expected("allowNegativePrices", "true or false", allowNegativePrices);
  return {
    name,
    symbols: [...symbols],
    interval,
    calendar: calendarOf(calendar, timezone),
    backlog,
    grace,
    allowsNegative: allowNegativePrices,
  };
}

function beginningOf(input: LiveInput): PumpTerms["begin"] {
  if (typeof input === "function")
    return async () => {
      const stream: unknown = await input();
      if (!isStream(stream)) throw expected("source()", wanted, stream);
      return iteratorOf(stream);
    };
  if (!isStream(input)) throw expected("source", `${wanted}, or a function that returns one`, input);
  return () => iteratorOf(input);
}

const wanted = "an iterable of bars or trades, async or not";

type AnyStream = AsyncIterable<unknown> | Iterable<unknown>;

function isStream(value: unknown): value is AnyStream {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

function iteratorOf(stream: AnyStream): AsyncIterator<unknown> {
  return Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : awaited(stream);
}

async function* awaited(stream: Iterable<unknown>): AsyncGenerator<unknown> {
  yield* stream;
}

// What tells a generator, a stream of Node's and one of the web, which are over when they were closed.
const marks = ["next", "pipe", "getReader"] as const;

function isOnce(stream: object): boolean {
  return marks.some((mark) => typeof (stream as Readonly<Record<string, unknown>>)[mark] === "function");
}

function refusal(): never {
  const message =
    "Expected source to be a function that begins it, as the stream was begun before and can be begun only once";
  throw new PaperLabError("INVALID_OPTION", message);
}
