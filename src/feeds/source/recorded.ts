import { createHash } from "node:crypto";
import { firstPlace } from "../../core/ascending";
import { dateOf, dayOfDate } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";
import type { Year } from "../../core/year";
import { PaperLabError } from "../../errors";
import { blocksOf, chosenBlocks } from "../bars/blocks";
import { columnKeys, viewOf } from "../bars/columns";
import { chosenSymbols } from "../bars/symbols";
import { countedYear } from "./counted-year";
import type { Found } from "./found";
import { type FeedFacts, type FeedManifest, hasNegativePrices, type RecordedSource } from "./source";

/** What a recorded feed is made of. */
export interface RecordedParts extends FeedFacts, Pick<RecordedSource, "columns" | "skipped" | "adjusted" | "base"> {
  readonly found?: Found;
  readonly origin: Pick<FeedManifest, "kind" | "source" | "options">;
  /** The zone of times written without one; default that of the calendar. */
  readonly timezone?: string;
  /** All the bars, where `columns` are a slice of them. */
  readonly whole?: BarColumns;
}

/** Makes a feed of columns that are sorted by time and, within one time, by symbol. */
export function recordedSource(parts: RecordedParts): RecordedSource {
  const { name, symbols, indexes, interval, calendar, daily, columns, skipped, actions, truth } = parts;
  let manifest: FeedManifest | undefined;
  const source: RecordedSource = {
    bounded: true,
    name,
    symbols,
    indexes,
    interval,
    calendar,
    daily,
    actions,
    ...(truth && { truth }),
    ...(hasNegativePrices(parts.origin) && { negativePrices: true }),
    columns,
    skipped,
    ...(parts.base && { base: parts.base }),
    adjusted: parts.adjusted,
    found: parts.found,
    length: columns.length,
    first: columns.time[0],
    last: columns.time[columns.length - 1],
    get manifest() {
      manifest ??= manifestOf(parts, {
        rows: columns.length,
        first: columns.time[0] ?? null,
        last: columns.time[columns.length - 1] ?? null,
        sha256: hashOf(symbols, columns),
      });
      return manifest;
    },
    blocks: (wanted) => blocksFor(parts, wanted),
    steps: (wanted) => stepsFor(parts, wanted),
    year: (wanted) => yearFor(parts, wanted),
    slice: (from, to) => sliceOf(source, parts, from, to),
  };
  return source;
}

function blocksFor(
  { name, symbols, columns }: RecordedParts,
  wanted: readonly string[] | undefined,
): IterableIterator<BarColumns> {
  const chosen = chosenSymbols(name, symbols, wanted);
  if (chosen.length === symbols.length && chosen.every((symbol, place) => symbol === symbols[place]))
    return blocksOf(columns);
  return chosenBlocks(
    columns,
    Int32Array.from(symbols, (symbol) => chosen.indexOf(symbol)),
    chosen.length,
  );
}

function stepsFor({ name, symbols, columns }: RecordedParts, wanted: readonly string[] | undefined): number {
  const chosen = new Set(chosenSymbols(name, symbols, wanted));
  const isChosen = Uint8Array.from(symbols, (symbol) => (chosen.has(symbol) ? 1 : 0));
  const { time, symbol, length } = columns;
  let steps = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < length; row++) {
    if (isChosen[symbol[row]] === 0 || time[row] === last) continue;
    steps++;
    last = time[row];
  }
  return steps;
}

function yearFor(parts: RecordedParts, wanted: readonly string[] | undefined): Year | undefined {
  const { symbols, columns, whole = columns, calendar, interval, found } = parts;
  if (found?.year === undefined || wanted === undefined || wanted.length === symbols.length) return found?.year;
  return countedYear(whole, calendar, interval, new Set(wanted.map((symbol) => symbols.indexOf(symbol))));
}

function sliceOf(source: RecordedSource, parts: RecordedParts, from?: string, to?: string): RecordedSource {
  if (from === undefined && to === undefined) return source;
  const { columns, whole = columns, calendar, origin } = parts;
  const first = from === undefined ? -Infinity : dayOfDate(from, "from");
  const last = to === undefined ? Infinity : dayOfDate(to, "to");
  if (first > last)
    throw new PaperLabError("INVALID_OPTION", `Expected from to be a date no later than to (${to}), was ${from}`);
  const start = rowOf(columns, calendar, first);
  const end = rowOf(columns, calendar, last + 1);
  if (start === end) throw emptyRange(parts, from, to);
  const options = { ...origin.options, ...cutTo(origin.options, from, to) };
  const cut = { origin: { ...origin, options }, whole, columns: viewOf(columns, start, end) };
  return recordedSource({ ...parts, ...cut, ...actionsIn(parts, from, to) });
}

/** Returns the actions of some days. ISO dates sort as text. */
export function actionsIn(
  { actions = [] }: Pick<RecordedParts, "actions">,
  from = "",
  to = "~",
): Pick<RecordedParts, "actions"> {
  const within = actions.filter(({ ex_date }) => ex_date >= from && ex_date <= to);
  return { actions: within.length > 0 ? within : undefined };
}

/** Returns the range of a slice: that of a slice has the later beginning and the earlier end. */
export function cutTo(
  { from, to }: { readonly from?: unknown; readonly to?: unknown },
  laterFrom?: string,
  earlierTo?: string,
) {
  const begin = [from, laterFrom]
    .filter((date) => typeof date === "string")
    .sort()
    .pop();
  const end = [to, earlierTo].filter((date) => typeof date === "string").sort()[0];
  return { ...(begin === undefined ? {} : { from: begin }), ...(end === undefined ? {} : { to: end }) };
}

/** Returns the first row of the day or a later one. */
export function rowOf({ time, length }: BarColumns, calendar: Calendar, day: number): number {
  return firstPlace(0, length, (row) => calendar.dayOf(time[row]) >= day);
}

function emptyRange({ name, columns, calendar }: RecordedParts, from?: string, to?: string): PaperLabError {
  const date = (row: number) => dateOf(calendar.dayOf(columns.time[row]));
  const range = [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(" ");
  const has = `it has ${date(0)} to ${date(columns.length - 1)}`;
  return new PaperLabError("EMPTY_DATA", `Expected feed "${name}" to have bars ${range}, but ${has}`);
}

/** Returns the manifest of a feed with these bars. */
export function manifestOf(
  parts: Omit<RecordedParts, "columns">,
  bars: Pick<FeedManifest, "rows" | "first" | "last" | "sha256">,
): FeedManifest {
  const { name, symbols, interval, calendar, daily, skipped, found, origin, actions, adjusted } = parts;
  const { timezone = calendar.timezone } = parts;
  return {
    ...origin,
    name,
    calendar: calendar.spec,
    timezone,
    interval: interval ?? null,
    daily,
    symbols,
    ...(actions !== undefined && { actions }),
    ...(adjusted !== undefined && { adjusted }),
    ...bars,
    skipped: skipped.rows,
    firstSkipped: skipped.first ?? null,
    ...(found !== undefined && { found }),
  };
}

function hashOf(symbols: readonly string[], columns: BarColumns): string {
  const hash = createHash("sha256").update(JSON.stringify(symbols));
  for (const key of columnKeys) {
    const { buffer, byteOffset, byteLength } = columns[key];
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
