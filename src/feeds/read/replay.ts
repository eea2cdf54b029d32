import { resolve } from "node:path";
import { checkKeys, didYouMean, expected } from "../../core/checks";
import { dayLength, dayOfDate } from "../../core/days";
import { parseInterval } from "../../core/interval";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, type CalendarSpec, calendarFrom, calendarOf } from "../../core/market/calendar";
import { sparsePlaces } from "../../core/market/sparse";
import { PaperLabError } from "../../errors";
import { checkSymbols } from "../bars/symbols";
import { baseName, filesOf } from "../columnar/paths";
import { type CalendarFinding, findCalendar } from "../found/calendar";
import { checkAdjust } from "../source/adjust";
import { countedYear } from "../source/counted-year";
import type { Found, FoundCalendar, FoundText, StampSide } from "../source/found";
import { commonGap, gapsOf } from "../source/interval";
import { type RecordedParts, recordedSource } from "../source/recorded";
import type { FeedOrigin, FeedRecipe, RecordedSource } from "../source/source";
import type { FilePart } from "../text/bytes";
import type { DateFormat } from "../text/dialect";
import { type ColumnNames, checkColumnNames } from "../text/header";
import type { ActionsInput } from "./actions/read-actions";
import { withActions } from "./actions/with-actions";
import { type BarInput, isShort, readBars, type ShortBar } from "./arrays";
import { leaveOut, strayRows } from "./bad/misfits";
import { EmptyVolumes } from "./files/empty-volumes";
import { readFiles } from "./files/read-files";
import { knownText, textsOf } from "./files/texts";
import { type DataFrameLike, isFrame, readFrame } from "./frames";
import { Intake, type TimeMode } from "./intake";
import { stampBars } from "./stamping";

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
   * files: by the hours of the calendar, else `"open"` is assumed, as most vendors write it. Arrays of bars and frames have
   * ends, unless all their times are midnights: these are days.
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
   * Reads CSV files in chunks, again each time that bars are needed, so that they may be larger than memory. Their rows must
   * be sorted by time. What is found in files is found in the first 32 MB. By default a file is read so if it is larger
   * than an eighth of the memory.
   */
  inChunks?: boolean;
}

/**
 * What `replay` reads: a CSV file, also a `.csv.gz`, or a Parquet or Arrow file, `.parquet`, `.arrow`, `.feather` or `.ipc`;
 * several, those of a folder or of a pattern such as `"data/*.csv"`; an array of bars, or a DataFrame.
 */
export type ReplayInput = string | readonly string[] | readonly BarInput[] | readonly ShortBar[] | DataFrameLike;

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
  "inChunks",
];

/** What was inferred when a feed was first made, and might be inferred differently now. */
export type Made = Pick<FeedRecipe, "calendar" | "found">;

/**
 * Makes a feed of recorded bars. A row with a date and no time is a trading day, known at the end of that day; so are
 * the rows of a table that are all at midnight, and rows of files a day or more apart at one time of day. A row stamped
 * with the first day of a week or month is known at the end of its last day. Other rows of files mostly carry the start
 * of a bar and are known at its end; those of arrays and frames carry the end. `made` has what was inferred when the
 * feed was first made; then nothing is inferred. With `part`, it reads that part of a CSV file. Throws MISSING_FILE, EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN,
 * INVALID_DATA, BARS_OUT_OF_ORDER, REPEATED_BAR, UNKNOWN_SYMBOL, INVALID_OPTION and UNKNOWN_OPTION.
 */
export function replaySource(
  input: ReplayInput,
  options: ReplayOptions = {},
  made?: Made,
  part?: FilePart,
): RecordedSource {
  checkOptions(options);
  const paths = isFrame(input) ? undefined : pathsOf(input);
  // Bars of vendors have starts, as their files do.
  const areEnds = paths === undefined && !(Array.isArray(input) && isShort(input[0]));
  const terms = termsOf(options, areEnds, made);
  const { timezone, interval } = terms;
  const intake = new Intake(terms);
  const texts = paths?.map((_, at) => (made === undefined ? undefined : knownText(made.found?.texts, at)));
  const isIntraday = interval !== undefined && interval < dayLength;
  const how = { ...options, isIntraday, part, emptyVolumes: emptyVolumesOf(made) };
  const read = readInput(input, paths, intake, how, texts);
  const { bars, tables } = intake;
  checkFound(read.name, intake, options.symbols);
  const strays = terms.endsAreJudged ? strayRows(intake, terms.days) : [];
  const { found: stamps, misfits } = stampBars(bars, { ...terms, tables, zoneless: intake.zoneless });
  leaveOut([...strays, ...misfits], intake, terms.onBadRow, (sought) => {
    const again = new Intake({ ...terms, sought });
    readInput(input, paths, again, how, read.texts);
    return again.places;
  });
  checkFound(read.name, intake, options.symbols);
  const columns = bars.finish();
  const dates = areDates(intake, stamps.clockDays);
  const common = interval ?? inferInterval(columns, bars.symbols.length, terms.days, dates);
  const daily = dates || (common !== undefined && common >= dayLength);
  const [calendar, foundCalendar] = calendarIn(terms, made, () => {
    const clock = { timezone, stamp: stamps.stamp, interval: common, zoneless: intake.zoneless };
    return findCalendar(columns, { daily, ...lengthsIn(columns, bars.symbols, stamps.periods) }, clock);
  });
  // A declared calendar knows its year, where bars are as long as its days or have one length within them.
  const isCounted = calendar.found || common === undefined;
  const year = isCounted ? (made?.found?.year ?? countedYear(columns, calendar, common)) : undefined;
  const found = {
    ...textsOf(read.texts),
    ...orderIn(intake, strays.length, how.emptyVolumes?.count ?? 0),
    ...zoneIn(terms, options, intake, made),
    ...stamps,
    ...(foundCalendar && { calendar: foundCalendar }),
    ...(year && { year }),
  };
  const parts: RecordedParts = {
    name: read.name,
    symbols: bars.symbols,
    interval: common,
    calendar,
    daily,
    columns,
    skipped: { rows: intake.leftOut.count, first: intake.leftOut.first, list: intake.leftOut.list },
    origin: { kind: "replay", source: read.source, options: givenOptions(options) },
    timezone,
    found: isBefore(made) ? undefined : found,
  };
  return recordedSource(withActions(parts, options, made?.found)).slice(options.from, options.to);
}

// Before they were counted, they were bad.
function emptyVolumesOf(made: Made | undefined): EmptyVolumes | undefined {
  return made === undefined || made.found?.emptyVolumes !== undefined ? new EmptyVolumes() : undefined;
}

/** What was found in the order of rows, and what of them was mended. */
function orderIn(intake: Intake, strays: number, emptyVolumes: number): Partial<Found> {
  return {
    ...(emptyVolumes > 0 && { emptyVolumes }),
    ...(intake.turned && { turned: true as const }),
    ...(intake.tied && { tied: true as const }),
    ...(intake.bars.rounded > 0 && { rounded: intake.bars.rounded }),
    ...(intake.twice > 0 && { twice: intake.twice }),
    ...(intake.skippedHours > 0 && { skippedHours: intake.skippedHours }),
    ...(intake.joined > 0 && { joined: intake.joined }),
    ...(intake.midnights !== undefined && { midnights: intake.midnights }),
    ...(strays > 0 && { strays }),
  };
}

/** The zone of times, where that was the declared calendar's, which may not be theirs. */
function zoneIn(
  { declared, timezone }: Terms,
  options: ReplayOptions,
  { zoneless }: Intake,
  made: Made | undefined,
): Pick<Found, "zone"> {
  if (made !== undefined) return made.found?.zone === undefined ? {} : { zone: made.found.zone };
  const isDeclared = declared !== undefined && options.timezone === undefined && timezone !== "UTC";
  return zoneless && isDeclared ? { zone: timezone } : {};
}

// A manifest that says nothing of what was found: all times of day were ends.
function isBefore(made: Made | undefined): boolean {
  return made !== undefined && made.found === undefined;
}

/** What decides how rows are read, and which times they are known at. */
function termsOf(options: ReplayOptions, areEnds: boolean, made: Made | undefined) {
  const { symbols, stamp, onBadRow = "error" } = options;
  const declared = options.calendar === undefined ? undefined : calendarOf(options.calendar, options.timezone);
  const timezone = options.timezone ?? declared?.timezone ?? "UTC";
  const interval = options.interval === undefined ? undefined : parseInterval(options.interval);
  const known: Found | undefined = isBefore(made) ? { stamp: { side: "close", by: "bars" } } : made?.found;
  return {
    ...{ symbols, onBadRow, declared, timezone, interval, stamp, known, areEnds },
    // The end of a day is the same in all calendars that are found: local midnight.
    days: declared ?? calendarOf("always", timezone),
    zoneIsTold: options.timezone !== undefined || declared !== undefined,
    side: known?.stamp?.side ?? stamp ?? (areEnds ? ("close" as const) : undefined),
    inOrder: isBefore(made),
    tiesAreLate: made === undefined || made.found?.tied !== undefined,
    rounds: made === undefined || made.found?.rounded !== undefined,
    refusesSkipped: made === undefined || made.found?.skippedHours !== undefined,
    tellsTwice: made === undefined || made.found?.twice !== undefined,
    endsAreJudged: made === undefined || made.found?.strays !== undefined,
    midnightsMayBeNewYorks:
      made === undefined
        ? options.timezone === undefined && declared === undefined
        : made.found?.midnights !== undefined,
    midnightsAreDays: stamp !== "close" && !(interval !== undefined && interval < dayLength),
  };
}

type Terms = ReturnType<typeof termsOf>;

function calendarIn(
  { declared, timezone }: Terms,
  made: Made | undefined,
  find: () => CalendarFinding,
): [Calendar, FoundCalendar?] {
  if (declared !== undefined) return [declared];
  const known = made?.found?.calendar;
  if (made !== undefined && known !== undefined)
    return [calendarFrom({ spec: made.calendar, timezone, found: true }), known];
  const { calendar, found } = find();
  return [calendar, found];
}

interface InputRead {
  readonly name: string;
  readonly source: FeedOrigin;
  /** What was found in the text of each file. */
  readonly texts: readonly FoundText[];
}

interface InputTerms extends ReplayOptions {
  readonly isIntraday: boolean;
  readonly part: FilePart | undefined;
  readonly emptyVolumes: EmptyVolumes | undefined;
}

function readInput(
  input: ReplayInput,
  paths: readonly string[] | undefined,
  intake: Intake,
  { columns, symbol, header, decimal, dateFormat, isIntraday, part, emptyVolumes }: InputTerms,
  known: readonly (FoundText | undefined)[] | undefined,
): InputRead {
  const modes = (other: TimeMode): TimeMode[] => (isIntraday ? [other] : ["days", other]);
  if (isFrame(input)) {
    readFrame(input, intake, { columns, symbol, modes: modes("instants") });
    return { name: "frame", source: { memory: "frame" }, texts: [] };
  }
  if (paths === undefined) {
    if (columns !== undefined) throw expected("columns", "left out for an array of bars", columns);
    readBars(input as readonly (BarInput | ShortBar)[], intake, { symbol, modes: modes("mixed") });
    return { name: "bars", source: { memory: "bars" }, texts: [] };
  }
  const terms = { columns, symbol, header, decimal, dateFormat, part, emptyVolumes, modes: modes("instants") };
  const texts = readFiles(input, paths, intake, terms, known);
  return { name: filesName(paths), source: { files: paths.map((path) => resolve(path)) }, texts };
}

/** Returns the name of a feed of files. */
export function filesName(paths: readonly string[]): string {
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return paths.slice(0, 3).map(baseName).join(", ") + more;
}

/** Returns the paths of a source that is files, `undefined` for an array of bars. */
export function pathsOf(input: unknown): readonly string[] | undefined {
  if (typeof input === "string") return filesOf(input);
  if (!Array.isArray(input))
    throw expected("the source", "a path, a list of paths, an array of bars or a DataFrame", input);
  if (input.length === 0)
    throw new PaperLabError("EMPTY_DATA", "Expected the source to hold bars, but it is an empty array");
  if (typeof input[0] !== "string") return undefined;
  input.forEach((path, at) => {
    if (typeof path !== "string") throw expected(`source[${at}]`, "a path like the others", path);
  });
  return input.flatMap((path) => filesOf(path));
}

function checkOptions(options: ReplayOptions): void {
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
  if (options.inChunks !== undefined && typeof options.inChunks !== "boolean")
    throw expected("inChunks", "true or false", options.inChunks);
  if (onBadRow !== undefined && onBadRow !== "error" && onBadRow !== "skip") {
    throw expected("onBadRow", '"error" or "skip"', onBadRow);
  }
}

function checkTextOptions({ header, decimal, dateFormat }: ReplayOptions): void {
  if (header !== undefined && header !== false && !(Number.isInteger(header) && header > 0))
    throw expected("header", "the number of a line, from 1, or false", header);
  if (decimal !== undefined && decimal !== "." && decimal !== ",") throw expected("decimal", '"." or ","', decimal);
  const formats = ["DMY", "MDY", "YMD", "s", "ms", "us", "ns"];
  if (dateFormat !== undefined && !formats.includes(dateFormat))
    throw expected("dateFormat", formats.map((format) => `"${format}"`).join(", "), dateFormat);
}

/** Throws unless there are bars, and bars of every symbol that was asked for. */
function checkFound(name: string, intake: Intake, wanted: readonly string[] | undefined): void {
  const { bars, leftOut } = intake;
  if (bars.length === 0 && (wanted === undefined || bars.others.size === 0)) {
    throw new PaperLabError("EMPTY_DATA", `Expected ${name} to hold bars, but ${leftOut.summary ?? "it has none"}`);
  }
  const missing = wanted?.find((_, place) => !bars.has(place));
  if (missing === undefined) return;
  const others = [...bars.others];
  const near =
    didYouMean(missing, others) || (others.length > 0 ? ` It has also ${others.slice(0, 10).join(", ")}` : "");
  throw new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol "${missing}" in feed "${name}".${near}`);
}

/** Whether all bars are days, by a date or at one time of day. */
function areDates({ bars, tables }: Intake, clockDays: readonly string[] = []): boolean {
  return tables.every(({ mode }) => mode === "days") || bars.symbols.every((symbol) => clockDays.includes(symbol));
}

/** Which symbols have bars of a day, and whether none has. */
function lengthsIn(columns: BarColumns, symbols: readonly string[], periods: Found["periods"]) {
  const sparse = new Set(sparsePlaces(columns, symbols.length));
  const isDay = (place: number) => periods?.[symbols[place]] === undefined;
  return { areLong: symbols.every((_, place) => sparse.has(place) || !isDay(place)), isDay };
}

/** The distance between bars that are dates is counted in days, because days differ in length. */
function inferInterval(columns: BarColumns, symbols: number, calendar: Calendar, dates: boolean): number | undefined {
  const { time, symbol, length } = columns;
  if (!dates) return commonGap(gapsOf(symbol, time, length, symbols));
  const days = time.map((at) => calendar.dayOf(at));
  const gaps = gapsOf(symbol, days, length, symbols);
  const common = gaps.size === 0 ? 1 : commonGap(gaps);
  return common === undefined ? undefined : common * dayLength;
}

/** Returns options as a manifest has them: calendar, zone and actions have places of their own. */
export function givenOptions({
  calendar,
  timezone,
  actions,
  ...options
}: ReplayOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
