import { dateOf, dayLength } from "../../core/days";
import { intervalText } from "../../core/interval";
import { sparsePlaces } from "../../core/market/sparse";
import { zoneOf } from "../../core/market/zone";
import { counted, listText } from "../../core/short-text";
import type { Found, FoundCurrencies, FoundText, StampPeriod } from "../../feeds/source/found";
import { isLive } from "../../feeds/source/live-source";
import {
  type BoundedSource,
  type EndlessSource,
  type FeedSource,
  isRecorded,
  type RecordedSource,
} from "../../feeds/source/source";
import type { Display } from "../../notebook/display";
import { formatValue, localText } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import { badRowsText } from "../left-out";
import { perYearText } from "../metrics-display";
import { actionPairs } from "./actions";
import { feedDay } from "./days";
import { madePairs } from "./made";

/** Returns how a feed prints itself: its contents, and what was left out. */
export function feedCard(source: FeedSource): Display {
  const { calendar, interval, symbols, indexes = [] } = source;
  return cardDisplay({
    title: source.name,
    note: "feed",
    pairs: [
      ["Symbols", listText(symbols)],
      ...(indexes.length === 0
        ? []
        : [["Benchmark", `${listText(indexes)}, traded only where symbols name it`] as const]),
      ["Interval", spanOf(source) ?? (interval === undefined ? "none" : intervalText(interval))],
      ["Calendar", `${calendar.name}${calendar.found ? ", found" : ""} (${calendar.timezone})`],
      ...(source.negativePrices ? [["Prices", "at and below zero allowed"] as const] : []),
      ...(source.bounded ? extentOf(source) : openEndOf(source)),
      ...madePairs(source),
      ...actionPairs(source),
    ],
  });
}

const backlogs = {
  wait: "the source waits for the strategy",
  coalesce: "bars that wait for the strategy become one",
} as const;

function openEndOf(source: EndlessSource): Pair[] {
  if (!isLive(source)) return [["Bars", "without end"]];
  return [
    ["Bars", "as they come; session.feed() has those that came"],
    ["Backlog", backlogs[source.backlog]],
  ];
}

// A month or a quarter has no fixed length in days. Rows of last days are known by their most common gap.
function spanOf(source: FeedSource): string | undefined {
  const { periods = {}, year } = (isRecorded(source) ? source.found : undefined) ?? {};
  const names = new Set(source.symbols.map((symbol) => periods[symbol] && periodNames[periods[symbol]]));
  const [name] = names.size === 1 ? names : [];
  const days = (source.interval ?? 0) / dayLength;
  const gap = Object.keys(periods).length > 0 ? undefined : gaps.find((one) => one.days === days);
  const isSpan = gap !== undefined && year !== undefined && Math.round(year.perYear) === gap.perYear;
  const found = name ?? (isSpan ? gap.name : undefined);
  return found && `1 ${found}`;
}

const gaps = [
  { name: "month", days: 31, perYear: 12 },
  { name: "year", days: 365, perYear: 1 },
];

function extentOf(source: BoundedSource): Pair[] {
  const { first, last, length } = source;
  const day = feedDay(source);
  const zone = zoneOf(source.calendar.timezone);
  const when = (time: number | undefined) => (time === undefined ? "–" : (day?.(time) ?? localText(time, zone)));
  const inZone = day === undefined && first !== undefined ? ` ${zone.name}` : "";
  const extent: Pair[] = [
    ["Range", `${when(first)} to ${when(last)}${inZone}`],
    ["Bars", formatValue(length, "count")],
  ];
  return isRecorded(source) ? [...extent, ...readingOf(source)] : extent;
}

/** What was found in the rows of a feed, and what was left out of it. */
function readingOf(source: RecordedSource): Pair[] {
  const { found = {}, skipped, symbols } = source;
  const { rows, first } = skipped;
  return [
    ...(found.chunked === undefined ? [] : [["Chunks", chunksText(found.chunked)] as const]),
    ...(found.texts ?? []).flatMap(textPairs),
    ...orderOf(found),
    ...timesOf(found, symbols),
    ...zonePairs(found),
    ...daysOf(found, source),
    ...yearOf(found),
    ...(rows === 0
      ? []
      : [
          [
            "Left out",
            `${badRowsText(rows)}, the first: ${first}${rows > 1 && skipped.list !== undefined ? "; leftOut() lists them" : ""}`,
          ] as const,
        ]),
  ];
}

function chunksText(bars: number): string {
  return `read again each time; what is found here was found in the first ${formatValue(bars, "count")} bars`;
}

const separatorNames = { ",": "commas", ";": "semicolons", tab: "tabs" } as const;
const encodingNames = { "windows-1252": "Windows-1252", "utf-16": "UTF-16" } as const;
const epochNames = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" } as const;

/** What was found in the text of files, and is not as in plain ones. */
function textPairs({
  files,
  encoding,
  separator,
  decimal,
  dates,
  months,
  epoch,
  clock,
  header,
  tickers,
  columns,
  leftOut,
}: FoundText): Pair[] {
  const where = files === undefined ? "" : `, in ${counted(files.length, "file")}`;
  const read = Object.entries(columns ?? {}).map(([role, name]) =>
    name === false ? `no ${role}` : `${role} is ${name}`,
  );
  const text = [
    ...(encoding === undefined ? [] : [encodingNames[encoding]]),
    ...(separator === undefined ? [] : [separatorNames[separator]]),
    ...(decimal === undefined ? [] : [`decimal ${decimal === "." ? "points" : "commas"}`]),
    ...(dates === undefined ? [] : [`dates as ${dates}`]),
    ...(months ? ["months by name"] : []),
    ...(epoch === undefined ? [] : [`times in epoch ${epochNames[epoch]}`]),
    ...(clock === undefined ? [] : [`times of day as ${clock === 4 ? "HHMM" : "HHMMSS"}`]),
    ...(header === undefined ? [] : [header === false ? "no header" : `header in line ${header}`]),
    ...(tickers === undefined
      ? []
      : [`tickers in ${tickers === "names" ? "the names of columns" : `line ${tickers}`}`]),
  ];
  const pairs: Pair[] = [];
  if (text.length > 0) pairs.push(["Text", `${text.join(", ")}${where}`]);
  if (read.length > 0) pairs.push(["Columns", `${read.join(", ")}${where}`]);
  if (leftOut !== undefined) pairs.push(["Not read", `${listText(leftOut)}${where}`]);
  return pairs;
}

/** Times of day without a zone are those of the declared calendar, which may not be what was written. */
function zonePairs({ zone }: Found): Pair[] {
  return zone === undefined ? [] : [["Zone", `times without one are read as those of ${zone}; timezone says another`]];
}

function orderOf({ turned, joined, rounded, twice, emptyVolumes, footers }: Found): Pair[] {
  const pairs: Pair[] = [];
  if (footers !== undefined) pairs.push(["Footer", `${counted(footers, "last line")} of text, left out`]);
  if (emptyVolumes !== undefined)
    pairs.push(["Volumes", `${counted(emptyVolumes, "row")} with an empty one, taken as 0`]);
  if (rounded !== undefined)
    pairs.push(["Rounding", `${counted(rounded, "bar")} with a high or low a last digit off; taken as equal`]);
  if (twice !== undefined)
    pairs.push(["Clocks", `${counted(twice, "row")} in the second of two equal hours, as the rows are in order`]);
  if (turned) pairs.push(["Order", "newest first, reversed"]);
  if (joined !== undefined)
    pairs.push(["Joined", `${counted(joined, "trade")} with others of the same millisecond, into one bar`]);
  return pairs;
}

const grounds = {
  option: "as you said",
  hours: "inferred from the hours",
  assumption: "assumed",
  bars: "the default for bars in memory",
} as const;

function timesOf({ stamp, periods = {}, midnights, clockDays = [] }: Found, symbols: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  if (midnights !== undefined) pairs.push(["Times", `midnights of ${midnights}, read as dates`]);
  if (clockDays.length > 0)
    pairs.push(["Days", `${listText(clockDays)}: one time of day, known at the end of the day`]);
  const { asWritten = [] } = stamp ?? {};
  // If no time was moved, it does not matter which side the stamps were assumed to be.
  const isMoved = clockDays.length + asWritten.length < symbols.length;
  if (stamp !== undefined && isMoved) {
    const text = stamp.by === "trades" ? "those of the trades" : `stamped at the ${stamp.side} (${grounds[stamp.by]})`;
    pairs.push(["Times", text]);
  }
  if (asWritten.length > 0)
    pairs.push(["As written", `${listText(asWritten)}: no common gap, so the stamp is the time`]);
  for (const [symbol, period] of Object.entries(periods))
    pairs.push(["Periods", `${symbol}: stamped with the first day of its ${periodNames[period]}, known at the last`]);
  if (stamp?.merged) pairs.push(["Warning", mergedText]);
  return pairs;
}

/** Names the options that end the days of currencies at 17:00 in New York. */
function currenciesText({ timezone, stamp, unfit }: FoundCurrencies): string {
  const ends = "ends days at 17:00 in New York";
  if (unfit === "zone") return `calendar: "FX" with the timezone of its times ${ends}`;
  if (unfit === "rows") return `calendar: "FX", onBadRow: "skip" ${ends} and leaves out rows beyond its hours`;
  const more = Object.entries({ timezone, stamp }).flatMap(([key, value]) => (value ? [`${key}: "${value}"`] : []));
  return `${['calendar: "FX"', ...more].join(", ")} ${ends}`;
}

/** Whether all bars are longer than a day. They keep their weeks and months, which may end on a day without trading. */
function areLong({ interval = 0, columns, symbols }: RecordedSource): boolean {
  return interval > dayLength || sparsePlaces(columns, symbols.length).length === symbols.length;
}

function daysOf(
  { calendar: { outside, sundays, currencies, widerThan } = { outside: 0 } }: Found,
  source: RecordedSource,
): Pair[] {
  const pairs: Pair[] = [];
  if (widerThan !== undefined) pairs.push(["Merged", `calendars ${listText(widerThan)}; it has the days of all`]);
  if (sundays) pairs.push(["Sundays", `count toward Monday; ${currenciesText(currencies ?? { unfit: "zone" })}`]);
  else if (currencies !== undefined) pairs.push(["Hours", `as of currencies; ${currenciesText(currencies)}`]);
  if (outside > 0 && !areLong(source)) {
    const [row, counts] = outside === 1 ? ["row is", "it counts"] : ["rows are", "they count"];
    pairs.push([
      "Other days",
      `${formatValue(outside, "count")} ${row} on days without trading; ${counts} toward the next`,
    ]);
  }
  return pairs;
}

function yearOf({ year }: Found): Pair[] {
  if (year === undefined) return [];
  const { perYear, counted: times, holes = [] } = year;
  const unit = perYear > 100 ? "days" : perYearText(perYear) === "1" ? "bar" : "bars";
  const how = times === undefined ? "too short to count" : "counted";
  const spans = holes.map(([from, to]) => `${dateOf(from)} to ${dateOf(to)}`);
  return [
    ["Year", `${perYearText(perYear)} ${unit}, ${how}`],
    ...(spans.length === 0 ? [] : [["Holes", `not counted: ${listText(spans)}`] as const]),
  ];
}

const periodNames = {
  week: "week",
  weekFromSunday: "week",
  month: "month",
  quarter: "quarter",
  year: "year",
} as const satisfies Record<StampPeriod, string>;

const mergedText =
  'series of other lengths stand beside assumed stamps: if times are ends, say stamp: "close", or orders fill at prices that were over';
