import { checkKeys, expected } from "../../core/checks";
import { dayLength, dayOfDate } from "../../core/days";
import { parseInterval } from "../../core/interval";
import { type CalendarSpec, calendarOf } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import type { Seed } from "../chance/streams";
import type { GridTerms } from "./grid";

/** When the bars of a made feed are, and what seeds it. All have defaults. */
export interface MadeOptions {
  /** The same seed makes the same bars, to the last bit, on every machine. Default 1. */
  seed?: string | number;
  /** `"1d"`, `"1h"`, `"5m"`, `"1s"` or milliseconds, at most a day. Default `"1d"`. */
  interval?: string | number;
  /** The first day, an ISO date from 1800 on; on a day without trading the next one. Default `"2020-01-01"`. */
  start?: string;
  /** Bars of each symbol; `Infinity` for a feed without an end. Default 1,260. */
  bars?: number;
  /** Which days are trading days, and when they begin and end. Default `"weekdays"`, whole days from Monday to Friday. */
  calendar?: CalendarSpec;
}

/** The names of these options. */
export const madeKeys = ["seed", "interval", "start", "bars", "calendar"] as const;

/** What the options of a made feed say, defaults included. */
export interface MadeTerms extends GridTerms {
  readonly seed: Seed;
  readonly bars: number;
  /** The options as plain data. `Infinity`, which JSON does not have, is a text in it. */
  readonly plain: Readonly<Record<string, unknown>>;
}

/** Reads the options that all made feeds have. Throws INVALID_OPTION. */
export function madeTerms(options: MadeOptions): MadeTerms {
  const { seed = 1, interval = "1d", start = "2020-01-01", calendar: spec = "weekdays" } = options;
  const bars = (options.bars as unknown) === endless ? Infinity : (options.bars ?? 1260);
  if (typeof seed !== "string" && !Number.isFinite(seed)) throw expected("seed", "a text or a finite number", seed);
  const calendar = calendarOf(spec);
  const length = parseInterval(interval);
  if (length > dayLength || length < 1 || !Number.isInteger(length))
    throw expected("interval", 'a whole number of milliseconds, at most "1d"', interval);
  if (bars !== Infinity && !(Number.isSafeInteger(bars) && bars > 0))
    throw expected("bars", "a whole number of at least 1, or Infinity", bars);
  if (bars === Infinity && typeof calendar.spec !== "string")
    throw expected("bars", "a whole number, because a calendar that is a list of days has an end", bars);
  return {
    seed,
    bars,
    calendar,
    interval: length,
    daily: length === dayLength,
    start: startOf(start),
    plain: { seed, interval, start, bars: bars === Infinity ? endless : bars, calendar: calendar.spec },
  };
}

/** The first day on which a feed may start: before, zones had no common time, and New York no exchange. */
const earliest = "1800-01-01";

function startOf(start: string): number {
  const day = dayOfDate(start, "start");
  if (start >= earliest) return day;
  throw expected("start", `a date of ${earliest} or later`, start);
}

const endless = "Infinity";

/** What a symbol is made from, by its name. */
export type SymbolsInput<Terms> = Readonly<Record<string, Terms>> | readonly ({ symbol: string } & Terms)[];

/** Reads symbols in either form as a list. Throws INVALID_OPTION and UNKNOWN_OPTION; `where` is what makes the feed. */
export function symbolList<Terms extends object>(
  where: string,
  input: SymbolsInput<Terms>,
  keys: readonly (keyof Terms & string)[],
): ({ symbol: string } & Terms)[] {
  if (typeof input !== "object" || input === null)
    throw expected("symbols", "an object such as { AAPL: { price: 100 } }, or a list", input);
  const list = Array.isArray(input)
    ? (input as readonly ({ symbol: string } & Terms)[])
    : listed(where, input as Readonly<Record<string, Terms>>);
  if (list.length === 0) throw expected("symbols", "at least one symbol", input);
  const seen = new Set<string>();
  return list.map((one, at) => {
    const { symbol } = Object(one) as { symbol?: unknown };
    if (typeof symbol !== "string" || symbol === "") throw expected(`symbols[${at}].symbol`, "a name", symbol);
    if (seen.has(symbol)) throw new PaperLabError("INVALID_OPTION", `Expected ${symbol} once, was there twice`);
    seen.add(symbol);
    checkKeys(`${where}, ${symbol}`, one, ["symbol", ...keys]);
    return { ...one };
  });
}

/** JavaScript puts keys that are whole numbers before all others, whatever the order in which they were written. */
function listed<Terms extends object>(where: string, input: Readonly<Record<string, Terms>>) {
  const symbols = Object.keys(input);
  const number = symbols.find((symbol) => /^(0|[1-9]\d*)$/.test(symbol));
  if (number !== undefined && symbols.length > 1) {
    const cure = `Write ${where}([{ symbol: "${number}" }, ...])`;
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected symbols to be a list where a name is a whole number, because an object does not keep their order. ${cure}`,
    );
  }
  return Object.entries(input).map(([symbol, terms]) => ({ ...terms, symbol }));
}

/** Returns a number that an option gave, or its default. Throws INVALID_OPTION unless it is within `least` and `most`. */
export function numberIn(
  name: string,
  value: number | undefined,
  { or, least, most, above = false }: { or: number; least: number; most: number; above?: boolean },
): number {
  if (value === undefined) return or;
  const isIn = typeof value === "number" && (above ? value > least : value >= least) && value <= most;
  if (isIn) return value;
  throw expected(name, `a number ${above ? "above" : "from"} ${least} to ${most}`, value);
}

/** Returns the price of a symbol, by default 100. */
export function priceOf({ symbol, price }: { symbol: string; price?: number }): number {
  return numberIn(`${symbol}.price`, price, { or: 100, least: 0, most: 1e12, above: true });
}

/** Returns the mean volume of a symbol's day, by default a million. */
export function volumeOf({ symbol, volume }: { symbol: string; volume?: number }): number {
  return numberIn(`${symbol}.volume`, volume, { or: 1e6, least: 0, most: 1e15 });
}
