import { isDeepStrictEqual } from "node:util";
import { expected } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, type CalendarSpec, calendarFrom } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import { emptyColumns } from "../bars/columns";
import { mergeBySymbol } from "../bars/merge";
import { countedYear } from "../source/counted-year";
import { commonGap, gapsOf } from "../source/interval";
import { recordedSource } from "../source/recorded";
import { joinedSkipped } from "../source/skipped";
import { type FeedSource, type RecordedSource, withColumns, withEnd } from "../source/source";
import { mergedActions, mergedAdjusted, mergedFound } from "./merged-found";

/**
 * Makes one feed of several, with the symbols of all in their order. They need one zone, and one calendar if any declares
 * one; of calendars that were found the one with the most days is taken. Actions are carried. Throws INVALID_OPTION.
 */
export function mergeSource(feeds: readonly FeedSource[]): RecordedSource {
  if (feeds.length < 2) throw expected("merge", "called with two feeds or more", feeds.length);
  const parts = feeds.map((feed) => withColumns(withEnd(feed, "a merge")));
  const symbols = parts.flatMap((feed) => feed.symbols);
  checkSymbolsOnce(parts);
  const calendar = commonCalendar(parts);
  const columns = mergeBySymbol(stacked(parts), symbols.length);
  const [{ interval: first, manifest }] = parts;
  const isOne = parts.every(({ interval }) => interval === first);
  const interval = isOne ? first : commonGap(gapsOf(columns.symbol, columns.time, columns.length, symbols.length));
  const isCounted = calendar.found || interval === undefined;
  const year = isCounted ? countedYear(columns, calendar, interval) : undefined;
  const indexes = parts.flatMap((feed) => feed.indexes ?? []);
  return recordedSource({
    name: nameOf(parts),
    symbols,
    ...(indexes.length > 0 && { indexes }),
    interval,
    calendar,
    daily: parts.every(({ daily }) => daily),
    columns,
    actions: mergedActions(parts, symbols),
    adjusted: mergedAdjusted(parts),
    skipped: joinedSkipped(parts.map(({ skipped }) => skipped)),
    found: mergedFound(parts, calendar, year),
    origin: { kind: "merge", source: { feeds: parts.map((feed) => feed.manifest) }, options: {} },
    timezone: manifest.timezone,
  });
}

function nameOf(parts: readonly RecordedSource[]): string {
  const more = parts.length > 3 ? ` and ${parts.length - 3} more` : "";
  return (
    parts
      .slice(0, 3)
      .map(({ name }) => name)
      .join(" + ") + more
  );
}

function checkSymbolsOnce(parts: readonly RecordedSource[]): void {
  const owners = new Map<string, string>();
  for (const { name, symbols } of parts) {
    for (const symbol of symbols) {
      const owner = owners.get(symbol);
      if (owner !== undefined) throw repeated(symbol, owner, name);
      owners.set(symbol, name);
    }
  }
}

function repeated(symbol: string, one: string, other: string): PaperLabError {
  const text = `Expected each symbol in one feed, was "${symbol}" in "${one}" and "${other}"`;
  return new PaperLabError("INVALID_OPTION", `${text}. Choose others with the option symbols`);
}

function commonCalendar(parts: readonly RecordedSource[]): Calendar {
  const [{ calendar, name }] = parts;
  for (const other of parts) {
    const isSame = other.calendar.found === calendar.found && other.calendar.timezone === calendar.timezone;
    if (isSame && (calendar.found || isDeepStrictEqual(other.calendar.spec, calendar.spec))) continue;
    const text = `Expected feeds of one calendar and zone, was ${calendarText(calendar)} in "${name}"`;
    const cure = "Say calendar and timezone where you make them";
    throw new PaperLabError(
      "INVALID_OPTION",
      `${text} and ${calendarText(other.calendar)} in "${other.name}". ${cure}`,
    );
  }
  if (!calendar.found) return calendar;
  const spec = widest(parts.map((feed) => feed.calendar.spec));
  return calendarFrom({ spec, timezone: calendar.timezone, found: true });
}

function calendarText({ name, timezone, found }: Calendar): string {
  return `${name}${found ? ", found," : ""} (${timezone})`;
}

/** Of calendars that were found: Monday to Friday has all days of an exchange, and every day those of any week. */
function widest(specs: readonly CalendarSpec[]): CalendarSpec {
  if (specs.every((spec) => spec === specs[0])) return specs[0];
  return specs.every((spec) => spec === "XNYS" || spec === "weekdays") ? "weekdays" : "always";
}

/** The bars of one feed behind those of another, with the places of their symbols in the list of all. */
function stacked(parts: readonly RecordedSource[]): BarColumns {
  const all = emptyColumns(parts.reduce((sum, { length }) => sum + length, 0));
  let [at, place] = [0, 0];
  for (const { columns, symbols } of parts) {
    for (const key of ["time", "open", "high", "low", "close", "volume"] as const) all[key].set(columns[key], at);
    for (let row = 0; row < columns.length; row++) all.symbol[at + row] = columns.symbol[row] + place;
    at += columns.length;
    place += symbols.length;
  }
  return all;
}
