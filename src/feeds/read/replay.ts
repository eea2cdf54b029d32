import { basename, extname, resolve } from "node:path";
import { checkKeys, didYouMean, expected } from "../../core/checks";
import { dayLength, dayOfDate, weekdayOf } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, type CalendarSpec, calendarOf } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import { checkSymbols } from "../bars/symbols";
import { commonGap, gapsOf, parseInterval } from "../source/interval";
import { type RecordedParts, recordedSource } from "../source/recorded";
import type { BoundedSource, FeedOrigin } from "../source/source";
import { type BarInput, readBars } from "./arrays";
import { readCsv } from "./csv";
import { type DataFrameLike, isFrame, readFrame } from "./frames";
import { type ColumnNames, checkColumnNames } from "./header";
import { Intake, type TimeMode } from "./intake";

/** How `replay` reads its source. All have defaults. */
export interface ReplayOptions {
  /** The symbol of a source without a column of symbols; default the name of the file. */
  symbol?: string;
  /** Only these symbols, in this order; default all, in the order in which they first appear. */
  symbols?: readonly string[];
  /** First and last day, ISO dates, inclusive. */
  from?: string;
  to?: string;
  /** Names of columns that are called otherwise than usual: `{ time: "ts" }`. */
  columns?: ColumnNames;
  /** `"1d"`, `"1h"`, `"5m"`, `"1s"` or milliseconds; default the most common distance between bars of one symbol. */
  interval?: string | number;
  /** Zone of times that are written without one; default that of the calendar. */
  timezone?: string;
  /** Which days are trading days; default `"always"` if the source has bars on a weekend, else `"weekdays"`. */
  calendar?: CalendarSpec;
  /** `"skip"` leaves bad rows out and counts them; default `"error"`. */
  onBadRow?: "error" | "skip";
}

/** What `replay` reads: a CSV file or several, an array of bars, or a DataFrame. */
export type ReplayInput = string | readonly string[] | readonly BarInput[] | DataFrameLike;

const optionKeys = ["symbol", "symbols", "from", "to", "columns", "interval", "timezone", "calendar", "onBadRow"];

/**
 * Makes a feed of recorded bars. A row with a date and no time, and a table whose rows are all at midnight, is a trading
 * day and known at that day's end; other times are the ends of bars. Throws MISSING_FILE, EMPTY_DATA, INVALID_COLUMNS,
 * UNKNOWN_COLUMN, INVALID_DATA, BARS_OUT_OF_ORDER, REPEATED_BAR, UNKNOWN_SYMBOL, INVALID_OPTION and UNKNOWN_OPTION.
 */
export function replaySource(input: ReplayInput, options: ReplayOptions = {}): BoundedSource {
  checkOptions(options);
  const declared = options.calendar === undefined ? undefined : calendarOf(options.calendar, options.timezone);
  const timezone = options.timezone ?? declared?.timezone ?? "UTC";
  const interval = options.interval === undefined ? undefined : parseInterval(options.interval);
  const { symbols, onBadRow = "error" } = options;
  const intake = new Intake({ symbols, calendar: declared, timezone, onBadRow });
  const modes: TimeMode[] = interval !== undefined && interval < dayLength ? ["instants"] : ["days", "instants"];
  const read = readInput(input, intake, options, modes);
  const columns = intake.bars.finish();
  checkFound(read.name, intake, symbols);
  const calendar =
    declared ?? calendarOf(hasWeekend(columns, calendarOf("always", timezone)) ? "always" : "weekdays", timezone);
  const dates = read.times.every((mode) => mode === "days");
  const common = interval ?? inferInterval(columns, intake.bars.symbols.length, calendar, dates);
  const parts: RecordedParts = {
    name: read.name,
    symbols: intake.bars.symbols,
    interval: common,
    calendar,
    daily: dates || (common !== undefined && common >= dayLength),
    columns,
    skipped: { rows: intake.skipped, first: intake.firstSkipped },
    origin: { kind: "replay", source: read.source, options: givenOptions(options) },
    timezone,
  };
  return recordedSource(parts).slice(options.from, options.to);
}

interface InputRead {
  readonly name: string;
  readonly source: FeedOrigin;
  readonly times: readonly TimeMode[];
}

function readInput(input: ReplayInput, intake: Intake, options: ReplayOptions, modes: readonly TimeMode[]): InputRead {
  if (isFrame(input)) {
    const { columns, symbol } = options;
    return {
      name: "frame",
      source: { memory: "frame" },
      times: [readFrame(input, intake, { columns, symbol, modes })],
    };
  }
  const paths = pathsOf(input);
  if (paths === undefined) {
    if (options.columns !== undefined) throw expected("columns", "left out for an array of bars", options.columns);
    const bars = input as readonly BarInput[];
    return { name: "bars", source: { memory: "bars" }, times: [readBars(bars, intake, options.symbol)] };
  }
  const times = paths.map((path) => {
    return readCsv(path, intake, { columns: options.columns, symbol: options.symbol ?? baseName(path), modes });
  });
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  const name = paths.slice(0, 3).map(baseName).join(", ") + more;
  return { name, source: { files: paths.map((path) => resolve(path)) }, times };
}

/** Returns the paths of a source that is files, `undefined` for an array of bars. */
function pathsOf(input: unknown): readonly string[] | undefined {
  if (typeof input === "string") return [input];
  if (!Array.isArray(input))
    throw expected("the source", "a path, a list of paths, an array of bars or a DataFrame", input);
  if (input.length === 0)
    throw new PaperLabError("EMPTY_DATA", "Expected the source to hold bars, but it is an empty array");
  if (typeof input[0] !== "string") return undefined;
  input.forEach((path, at) => {
    if (typeof path !== "string") throw expected(`source[${at}]`, "a path like the others", path);
  });
  return input;
}

function baseName(path: string): string {
  return basename(path, extname(path));
}

function checkOptions(options: ReplayOptions): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  checkKeys("replay", options, optionKeys);
  const { symbol, symbols, columns, from, to, onBadRow } = options;
  if (symbol !== undefined && (typeof symbol !== "string" || symbol === ""))
    throw expected("symbol", "a symbol", symbol);
  if (symbols !== undefined) checkSymbols(symbols);
  if (columns !== undefined) checkColumnNames(columns);
  if (from !== undefined) dayOfDate(from, "from");
  if (to !== undefined) dayOfDate(to, "to");
  if (onBadRow !== undefined && onBadRow !== "error" && onBadRow !== "skip") {
    throw expected("onBadRow", '"error" or "skip"', onBadRow);
  }
}

/** Throws unless there are bars, and bars of every symbol that was asked for. */
function checkFound(name: string, intake: Intake, wanted: readonly string[] | undefined): void {
  const { bars, skipped, firstSkipped } = intake;
  if (bars.length === 0 && (wanted === undefined || bars.others.size === 0)) {
    const why =
      firstSkipped === undefined ? "it has none" : `all its rows are bad, the first of ${skipped}: ${firstSkipped}`;
    throw new PaperLabError("EMPTY_DATA", `Expected ${name} to hold bars, but ${why}`);
  }
  const missing = wanted?.find((_, place) => bars.lastTime(place) === -Infinity);
  if (missing === undefined) return;
  const others = [...bars.others];
  const near =
    didYouMean(missing, others) || (others.length > 0 ? ` It has also ${others.slice(0, 10).join(", ")}` : "");
  throw new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol "${missing}" in feed "${name}".${near}`);
}

function hasWeekend({ time, length }: BarColumns, calendar: Calendar): boolean {
  for (let row = 0; row < length; row++) {
    const weekday = weekdayOf(calendar.dayOf(time[row]));
    if (weekday === 0 || weekday === 6) return true;
  }
  return false;
}

/** The distance of bars that are dates is counted in days, since days differ in length. */
function inferInterval(columns: BarColumns, symbols: number, calendar: Calendar, dates: boolean): number | undefined {
  const { time, symbol, length } = columns;
  if (!dates) return commonGap(gapsOf(symbol, time, length, symbols));
  const days = time.map((at) => calendar.dayOf(at));
  const gaps = gapsOf(symbol, days, length, symbols);
  const common = gaps.size === 0 ? 1 : commonGap(gaps);
  return common === undefined ? undefined : common * dayLength;
}

/** Calendar and zone have places of their own in a manifest. */
function givenOptions({ calendar, timezone, ...options }: ReplayOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
