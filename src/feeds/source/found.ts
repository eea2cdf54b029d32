import type { Year } from "../../core/year";

/** What an intraday row's time is: the start of its bar, or its end. */
export type StampSide = "open" | "close";

/** The stretch of time of which rows carry the first day. */
export type StampPeriod = "week" | "weekFromSunday" | "month" | "quarter" | "year";

/** How the times of intraday rows were taken. */
export interface FoundStamp {
  readonly side: StampSide;
  /** By an option, by the hours of the calendar, because nothing told, or because that is what bars and trades have. */
  readonly by: "option" | "hours" | "assumption" | "bars" | "trades";
  /** Symbols without a common gap, whose times were taken as written. */
  readonly asWritten?: readonly string[];
  /** Whether symbols of other lengths or sources stand beside those whose stamp was assumed. */
  readonly merged?: true;
}

/** The options beside `calendar: "FX"` with which rows follow it. */
export interface FoundCurrencies {
  /** The zone in which times are written; absent where they say it. */
  readonly timezone?: string;
  /** Absent where it is as it was taken. */
  readonly stamp?: StampSide;
  /** Why rows do not follow it: they are of a zone that was not found, or of other hours. */
  readonly unfit?: "zone" | "rows";
}

/** A calendar that rows follow. */
export interface FoundCalendar {
  /** Rows on days on which it is closed. */
  readonly outside: number;
  /** Whether there are rows of Sundays, which count to Monday. */
  readonly sundays?: true;
  /** What declares the days of currencies, where rows follow their hours. Manifests from before do not have it. */
  readonly currencies?: FoundCurrencies;
  /** The calendars of merged feeds, where they differ and the widest was taken. */
  readonly widerThan?: readonly string[];
}

/** The order of day, month and year in dates that do not begin with the year. */
export type DateOrder = "DMY" | "MDY" | "YMD";

/** The unit in which epoch numbers are counted. */
export type EpochUnit = "s" | "ms" | "us" | "ns";

/** How many digits a time of day has that is a number: HHMM or HHMMSS. */
export type ClockDigits = 4 | 6;

/**
 * What was found in the text of files, or told by an option, as far as they are not plain: separated by commas, with a
 * header of usual names in the first line, decimal points and dates that begin with the year.
 */
export interface FoundText {
  /** Which of the files, from 0; absent where it is all of them. */
  readonly files?: readonly number[];
  /** What it is in, where that is not UTF-8: of the first, cells that are not UTF-8. */
  readonly encoding?: "windows-1252" | "utf-16";
  readonly separator?: "," | ";" | "tab";
  /** The decimal sign, where numbers may have signs of thousands or currencies too. */
  readonly decimal?: "." | ",";
  readonly dates?: DateOrder;
  /** Whether months are written by their English names. */
  readonly months?: true;
  readonly epoch?: EpochUnit;
  /** The digits of times of day beside dates, where these are numbers: zeros before them may be missing. */
  readonly clock?: ClockDigits;
  /** The line of the header where that is not the first, `false` where there is none. */
  readonly header?: number | false;
  /** The line of tickers, where columns belong to symbols, or that they are in the names of the columns. */
  readonly tickers?: number | "names";
  /** Columns found by other than usual names, or by their place from 1; `false` where one is not read. */
  readonly columns?: Readonly<Record<string, string | number | false>>;
  /** Columns that are not needed. */
  readonly leftOut?: readonly string[];
}

/**
 * What was found in the rows of a feed, since nobody told. Manifests from before have none: their times were taken as
 * ends, and their calendars as told.
 */
export interface Found {
  /** How files were read that are not plain, those of one kind together. */
  readonly texts?: readonly FoundText[];
  /** In a feed that is read in chunks: the bars of the first one, in which all this was found. */
  readonly chunked?: number;
  /** Whether rows came newest first and were turned round. */
  readonly turned?: true;
  /** Whether of rows that contradicted each other one by one the later was left out; before, it was the earlier. */
  readonly tied?: true;
  /** Bars whose high or low was off the others by a rounding error, and was taken as equal. */
  readonly rounded?: number;
  /** Rows without a zone in an hour that clocks showed twice, and that were taken for those of the second. */
  readonly twice?: number;
  /** Rows with an empty volume among filled ones, which was taken as 0; they were bad rows before. */
  readonly emptyVolumes?: number;
  /** Last lines of files that are text, such as where they are from, and were left out; before, some were untold. */
  readonly footers?: number;
  /** Rows without a zone that were left out, because clocks never showed their time; as with strays. */
  readonly skippedHours?: number;
  /** Trades that became one bar with others of their millisecond. */
  readonly joined?: number;
  /** The zone whose midnights were taken for days, where it is not that of the feed. */
  readonly midnights?: string;
  /** Absent where no row has a time of day. */
  readonly stamp?: FoundStamp;
  /** First and last rows that were left out as they are far from all others; none were looked for where it is absent. */
  readonly strays?: number;
  /** Rows outside the hours of a declared calendar: left out, or ends that were cut at the close; as with strays. */
  readonly outsideHours?: number;
  /** The zone of a declared calendar, where rows had times without one, which were read in it. */
  readonly zone?: string;
  /** Symbols whose rows have a time of day, mostly one, a day or more apart, and were taken for days. */
  readonly clockDays?: readonly string[];
  /** The periods of symbols whose rows carried the first day of one, and are known at its end. */
  readonly periods?: Readonly<Record<string, StampPeriod>>;
  /** Absent where the calendar was declared. */
  readonly calendar?: FoundCalendar;
  /** Symbols with corporate actions that were left out, as the feed has no bars of them. */
  readonly unusedActions?: readonly string[];
  /** How many days, or longer periods, of a year have bars; absent where a declared calendar says it. */
  readonly year?: Year;
}
