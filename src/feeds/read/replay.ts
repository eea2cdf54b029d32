import { resolve } from "node:path";
import { didYouMean, expected } from "../../core/checks";
import { dayLength } from "../../core/days";
import { parseInterval } from "../../core/interval";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, calendarFrom, calendarOf } from "../../core/market/calendar";
import { sparsePlaces } from "../../core/market/sparse";
import { PaperLabError } from "../../errors";
import { baseName, filesOf } from "../columnar/paths";
import { type CalendarFinding, findCalendar } from "../found/calendar";
import { countedYear } from "../source/counted-year";
import type { Found, FoundCalendar, FoundText } from "../source/found";
import { commonGap, commonGapOfTrades, gapsOf } from "../source/interval";
import { type RecordedParts, recordedSource } from "../source/recorded";
import type { FeedOrigin, FeedRecipe, RecordedSource } from "../source/source";
import { withActions } from "./actions/with-actions";
import { type BarInput, isShort, readBars, type ShortBar } from "./arrays";
import { leaveOut, strayRows } from "./bad/misfits";
import { EmptyVolumes } from "./files/empty-volumes";
import type { ReadPart } from "./files/part-end";
import { readFiles } from "./files/read-files";
import { knownText, textsOf } from "./files/texts";
import { type DataFrameLike, isFrame, readFrame } from "./frames";
import { Intake, type TimeMode } from "./intake";
import { checkOptions, type ReplayOptions } from "./options";
import { stampBars } from "./stamping";

export type { ReplayOptions } from "./options";

/**
 * What `replay` reads: a CSV file, also a `.csv.gz`, or a Parquet or Arrow file, `.parquet`, `.arrow`, `.feather` or `.ipc`;
 * several, those of a folder or of a pattern such as `"data/*.csv"`; an array of bars, or a DataFrame.
 */
export type ReplayInput = string | readonly string[] | readonly BarInput[] | readonly ShortBar[] | DataFrameLike;

/** What was inferred when a feed was first made, and might be inferred differently now. */
export type Made = Pick<FeedRecipe, "calendar" | "found"> & Partial<Pick<FeedRecipe, "interval">>;

/**
 * Makes a feed of recorded bars. A row with a date and no time is a trading day, known at the end of that day; so are
 * the rows of a table that are all at midnight, and rows of files a day or more apart at one time of day. A row stamped
 * with the first day of a week or month is known at the end of its last day. Other rows of files mostly carry the start
 * of a bar and are known at its end, and so do arrays of a vendor's rows, whose time is `t`; arrays of bars and frames
 * carry the end. `made` has what was inferred when the
 * feed was first made; then nothing is inferred. With `part`, it reads that part of a CSV file, which may have no bars.
 * Throws MISSING_FILE, EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN,
 * INVALID_DATA, BARS_OUT_OF_ORDER, REPEATED_BAR, UNKNOWN_SYMBOL, INVALID_OPTION and UNKNOWN_OPTION.
 */
export function replaySource(
  input: ReplayInput,
  options: ReplayOptions = {},
  made?: Made,
  part?: ReadPart,
): RecordedSource {
  checkOptions(options);
  const paths = isFrame(input) ? undefined : pathsOf(input);
  // Bars of vendors have starts, as their files do.
  const areEnds = paths === undefined && !(Array.isArray(input) && isShort(input[0]));
  const terms = termsOf(options, areEnds, made);
  const { timezone, interval } = terms;
  const intake = new Intake(terms);
  const texts = knownTexts(paths, made, part);
  const how = { ...options, isIntraday: (interval ?? dayLength) < dayLength, part, emptyVolumes: emptyVolumesOf(made) };
  const read = readInput(input, paths, intake, how, texts);
  const { bars, tables } = intake;
  checkFound(read.name, intake, options.symbols, part);
  part?.seen?.(intake);
  const strays = terms.endsAreJudged ? strayRows(intake, terms.days) : [];
  const { found: stamps, misfits } = stampBars(bars, { ...terms, tables, zoneless: intake.zoneless });
  leaveOut([...strays, ...misfits], intake, terms.onBadRow, (sought) => {
    const again = new Intake({ ...terms, sought });
    readInput(input, paths, again, how, read.texts);
    return again.places;
  });
  checkFound(read.name, intake, options.symbols, part);
  const columns = bars.finish();
  const dates = areDates(intake, stamps.clockDays);
  const common = interval ?? inferInterval(columns, bars.symbols.length, terms.days, areTrades(intake, made), dates);
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

/** What is known of how files are written; a part may be the first of its file. */
function knownTexts(paths: readonly string[] | undefined, made: Made | undefined, part: ReadPart | undefined) {
  const isKnown = made !== undefined && part?.findsText !== true;
  return paths?.map((_, at) => (isKnown ? knownText(made.found?.texts, at) : undefined));
}

// Before they were counted, they were bad.
function emptyVolumesOf(made: Made | undefined): EmptyVolumes | undefined {
  return made === undefined || made.found?.emptyVolumes !== undefined ? new EmptyVolumes() : undefined;
}

/** What was found in the order of rows, and what of them was mended. */
function orderIn(intake: Intake, strays: number, emptyVolumes: number): Partial<Found> {
  return {
    ...(emptyVolumes > 0 && { emptyVolumes }),
    ...(intake.footers > 0 && { footers: intake.footers }),
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
  const { declared, timezone, days } = daysOf(options);
  const interval = options.interval === undefined ? undefined : parseInterval(options.interval);
  const known: Found | undefined = isBefore(made) ? { stamp: { side: "close", by: "bars" } } : made?.found;
  return {
    ...{ symbols, onBadRow, declared, timezone, interval, stamp, known, areEnds, days },
    zoneIsTold: options.timezone !== undefined || declared !== undefined,
    side: known?.stamp?.side ?? stamp ?? (areEnds ? ("close" as const) : undefined),
    inOrder: isBefore(made),
    allowsNegative: options.allowNegativePrices === true,
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

/** Returns the calendar that options declare, the zone of times that name none, and the calendar whose days end as theirs. */
export function daysOf(options: ReplayOptions): { declared: Calendar | undefined; timezone: string; days: Calendar } {
  const declared = options.calendar === undefined ? undefined : calendarOf(options.calendar, options.timezone);
  const timezone = options.timezone ?? declared?.timezone ?? "UTC";
  // The end of a day is the same in all calendars that are found: local midnight.
  return { declared, timezone, days: declared ?? calendarOf("always", timezone) };
}

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
  readonly part: ReadPart | undefined;
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

/** Throws unless there are bars, and bars of every symbol that was asked for. A part may have none. */
function checkFound(name: string, intake: Intake, wanted: readonly string[] | undefined, part?: ReadPart): void {
  if (part !== undefined) return;
  const { bars, leftOut } = intake;
  if (bars.length === 0 && (wanted === undefined || bars.others.size === 0)) {
    throw new PaperLabError("EMPTY_DATA", `Expected ${name} to hold bars, but ${leftOut.summary ?? "it has none"}`);
  }
  const missing = wanted?.find((_, place) => !bars.has(place));
  if (missing !== undefined) throw unknownSymbol(name, missing, bars.others);
}

/** Says that a feed has no bars of a symbol, but of others. */
export function unknownSymbol(feed: string, missing: string, symbols: ReadonlySet<string>): PaperLabError {
  const others = [...symbols];
  const near =
    didYouMean(missing, others) || (others.length > 0 ? ` It has also ${others.slice(0, 10).join(", ")}` : "");
  return new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol "${missing}" in feed "${feed}".${near}`);
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

// Before, any two trades were an interval apart.
function areTrades({ tables }: Intake, made: Made | undefined): boolean {
  return tables.every(({ tick }) => tick) && (made?.interval ?? null) === null;
}

/** The distance between bars that are dates is counted in days, because days differ in length. */
function inferInterval(
  { time, symbol, length }: BarColumns,
  symbols: number,
  calendar: Calendar,
  trades: boolean,
  dates: boolean,
): number | undefined {
  if (!dates) {
    const gaps = gapsOf(symbol, time, length, symbols);
    return trades ? commonGapOfTrades(gaps) : commonGap(gaps);
  }
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
