import { checkKeys, expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import type { CalendarSpec } from "../../core/market/calendar";
import { checkSymbols } from "../bars/symbols";
import { checkAdjust } from "../source/adjust";
import type { StampSide } from "../source/found";
import type { DateFormat } from "../text/dialect";
import { type ColumnNames, checkColumnNames } from "../text/header";
import type { ActionsInput } from "./actions/read-actions";

/** How `replay` reads its source. All have defaults. */
export interface ReplayOptions {
  /** The symbol of a source without a symbol column; default the name of the file. */
  symbol?: string;
  /** Only these symbols, in this order; default all, in the order in which they first appear. */
  symbols?: readonly string[];
  /** First and last day, ISO dates, inclusive. */
  from?: string;
  to?: string;
  /**
   * Names of columns that differ from the usual ones, or their places from 1: `{ time: "ts", close: 5, volume: false }`;
   * `false` says that there is none.
   */
  columns?: ColumnNames;
  /** The line of the header in CSV files, from 1, or `false` where there is none; by default it is found. */
  header?: number | false;
  /** The decimal sign in CSV files; by default it is found in their numbers. */
  decimal?: "." | ",";
  /**
   * The order of dates such as 03/04/2015 in CSV files, `"DMY"`, `"MDY"` or `"YMD"`, or the unit of epoch numbers, `"s"`,
   * `"ms"`, `"us"` or `"ns"`. By default one is found for all rows of a file.
   */
  dateFormat?: DateFormat;
  /** `"1d"`, `"1h"`, `"5m"`, `"1s"` or milliseconds; default the most common distance between bars of one symbol. */
  interval?: string | number;
  /** Zone of times that are written without one; default that of the calendar. */
  timezone?: string;
  /**
   * What a time of day is: the start of its bar (`"open"`) or its end (`"close"`). By default it is found for the rows of
   * files: by the hours of the calendar, else `"open"` is assumed, as most vendors write it; so it is for
   * arrays of a vendor's rows, whose time is `t`. Arrays of bars and frames have ends, unless all their times are
   * midnights: these are days.
   */
  stamp?: StampSide;
  /**
   * Which days are trading days, and with its hours and zone, when they end. By default one is found in all the rows, which
   * only says which days count: `"XNYS"` where they follow it, `"sunday-thursday"` or `"saturday-wednesday"` where these
   * have rows and the others none, `"always"` where half of the Saturdays have rows, else `"weekdays"`.
   */
  calendar?: CalendarSpec;
  /**
   * `"skip"` leaves bad rows out and counts them: those that cannot be read, those whose time their neighbors contradict,
   * and those outside the hours of a declared calendar.
   * Default `"error"`. A table that comes newest first is turned round, and trades of one millisecond are one bar.
   */
  onBadRow?: "error" | "skip";
  /**
   * Corporate actions: a CSV file with the columns `ex_date`, `symbol`, `type` ("split" or "dividend") and `value`, or a
   * list of such rows. The feed carries them; the broker does not apply them yet.
   */
  actions?: ActionsInput;
  /**
   * Rescales the prices before each ex-date, so that a split (`"splits"`), or a dividend too (`"all"`), is no jump. The
   * actions used are no longer among those of the feed. By default prices stay as they are in the source.
   */
  adjust?: "splits" | "all";
  /**
   * Whether prices may be at or below zero, as those of oil in April 2020, of power, and of spreads. By default a bar with
   * such a price is a bad row.
   */
  allowNegativePrices?: boolean;
  /**
   * Reads CSV files in chunks, again each time that bars are needed, so that they may be larger than memory. Their rows must
   * be sorted by time. What is found in files is found in the first 32 MB. By default a file is read so if it is larger
   * than an eighth of the memory.
   */
  inChunks?: boolean;
}

const optionKeys = [
  "symbol",
  "symbols",
  "from",
  "to",
  "columns",
  "header",
  "decimal",
  "dateFormat",
  "interval",
  "stamp",
  "timezone",
  "calendar",
  "onBadRow",
  "actions",
  "adjust",
  "allowNegativePrices",
  "inChunks",
];

/** Throws INVALID_OPTION and UNKNOWN_OPTION. */
export function checkOptions(options: ReplayOptions): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  checkKeys("replay", options, optionKeys);
  const { symbol, symbols, columns, from, to, stamp, onBadRow } = options;
  if (symbol !== undefined && (typeof symbol !== "string" || symbol === ""))
    throw expected("symbol", "a symbol", symbol);
  if (symbols !== undefined) checkSymbols(symbols);
  if (columns !== undefined) checkColumnNames(columns);
  checkTextOptions(options);
  if (from !== undefined) dayOfDate(from, "from");
  if (to !== undefined) dayOfDate(to, "to");
  if (stamp !== undefined && stamp !== "open" && stamp !== "close") throw expected("stamp", '"open" or "close"', stamp);
  checkAdjust(options.adjust, options.actions);
  checkNegative(options);
  if (options.inChunks !== undefined && typeof options.inChunks !== "boolean")
    throw expected("inChunks", "true or false", options.inChunks);
  if (onBadRow !== undefined && onBadRow !== "error" && onBadRow !== "skip") {
    throw expected("onBadRow", '"error" or "skip"', onBadRow);
  }
}

function checkNegative({ allowNegativePrices, adjust }: ReplayOptions): void {
  if (allowNegativePrices !== undefined && typeof allowNegativePrices !== "boolean")
    throw expected("allowNegativePrices", "true or false", allowNegativePrices);
  // Dividends rescale by their share of a price.
  if (allowNegativePrices === true && adjust === "all")
    throw expected("adjust", '"splits" or left out with allowNegativePrices: true', adjust);
}

function checkTextOptions({ header, decimal, dateFormat }: ReplayOptions): void {
  if (header !== undefined && header !== false && !(Number.isInteger(header) && header > 0))
    throw expected("header", "the number of a line, from 1, or false", header);
  if (decimal !== undefined && decimal !== "." && decimal !== ",") throw expected("decimal", '"." or ","', decimal);
  const formats = ["DMY", "MDY", "YMD", "s", "ms", "us", "ns"];
  if (dateFormat !== undefined && !formats.includes(dateFormat))
    throw expected("dateFormat", formats.map((format) => `"${format}"`).join(", "), dateFormat);
}
