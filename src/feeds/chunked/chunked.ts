import { dateOf } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { chosenSymbols } from "../bars/symbols";
import { carriedActions } from "../read/actions/with-actions";
import { givenOptions, type Made, type ReplayOptions } from "../read/replay";
import type { Sides } from "../read/stamping";
import { countedYear } from "../source/counted-year";
import { actionsIn, cutTo, manifestOf, type RecordedParts } from "../source/recorded";
import { joinedBlocks } from "../source/series";
import type { RecordedSource } from "../source/source";
import { PartReader } from "./part-reader";
import { Survey } from "./survey";
import { Whole } from "./whole";
import { OtherSides } from "./whole-times";

/**
 * Makes a feed of CSV files whose rows are sorted by time, which it reads part by part, again each time that bars are asked
 * for. How rows are written and which calendar they follow is found in the first part. Parts have `size` bytes at most.
 * Throws what `replaySource` throws, and INVALID_OPTION for files that must be read at once.
 */
export function chunkedSource(
  paths: readonly string[],
  options: ReplayOptions,
  made?: Made,
  size?: number,
): RecordedSource {
  for (let known: Sides | undefined; ; ) {
    try {
      const reader = new PartReader(paths, options, made, size, known);
      return sourceOf({ reader, whole: new Whole(reader), made }, options);
    } catch (fault) {
      // Twice at most: there are two sides.
      if (!(fault instanceof OtherSides)) throw fault;
      known = fault.sides;
    }
  }
}

type Facts = Omit<RecordedParts, "columns" | "whole">;

interface Files {
  readonly reader: PartReader;
  readonly whole: Whole;
  readonly made: Made | undefined;
}

function sourceOf(files: Files, options: ReplayOptions): RecordedSource {
  const { whole } = files;
  const survey = new Survey(whole, options);
  const facts = factsOf(files, options);
  const { name, symbols, calendar, interval } = facts;
  const { length, first, last, sha256 } = survey;
  if (length === 0) throw emptyRange(facts, whole, options);
  const blocks = (wanted?: readonly string[]) => survey.blocks(chosenSymbols(name, symbols, wanted));
  let columns: BarColumns | undefined;
  return {
    bounded: true,
    ...facts,
    found: facts.found,
    manifest: manifestOf(facts, { rows: length, first: first ?? null, last: last ?? null, sha256 }),
    ...{ length, first, last, blocks },
    /** All bars at once, which takes the memory of all. */
    get columns() {
      columns ??= joinedBlocks(blocks());
      return columns;
    },
    steps: (wanted) => (wanted === undefined ? survey.steps : stepsOf(blocks(wanted))),
    year(wanted) {
      if (facts.found?.year === undefined || wanted === undefined) return facts.found?.year;
      return countedYear(whole.days.columns(), calendar, interval, placesOf(whole, wanted));
    },
    slice(from, to) {
      if (from === undefined && to === undefined) return this;
      const cut = { ...options, ...cutTo(options, from, to) };
      return sourceOf(files, cut);
    },
  };
}

function factsOf({ reader, whole, made }: Files, options: ReplayOptions): Facts {
  const { name, paths, first } = reader;
  const { calendar, daily } = first;
  const { symbols, interval } = whole;
  const isCounted = calendar.found || interval === undefined;
  const year = made?.found?.year ?? countedYear(whole.days.columns(), calendar, interval);
  const found = { ...whole.found, ...(isCounted && { year }) };
  const carried = carriedActions({ name, symbols, calendar, found }, options, made?.found);
  return {
    ...{ name, symbols, interval, daily, calendar, found },
    ...carried,
    ...actionsIn(carried, options.from, options.to),
    ...(options.allowNegativePrices === true && { negativePrices: true }),
    skipped: whole.skipped,
    origin: { kind: "replay", source: { files: paths }, options: givenOptions({ ...options, inChunks: true }) },
    timezone: options.timezone ?? calendar.timezone,
  };
}

function placesOf({ symbols }: Whole, wanted: readonly string[]): ReadonlySet<number> {
  return new Set(wanted.map((symbol) => symbols.indexOf(symbol)));
}

function stepsOf(blocks: Iterable<BarColumns>): number {
  let steps = 0;
  for (const { time, length } of blocks)
    for (let row = 0; row < length; row++) if (row === 0 || time[row] !== time[row - 1]) steps++;
  return steps;
}

function emptyRange({ name, calendar }: Facts, { days }: Whole, { from, to }: ReplayOptions): PaperLabError {
  const { time, length } = days.columns();
  const date = (row: number) => dateOf(calendar.dayOf(time[row]));
  const range = [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(" ");
  const has = `it has ${date(0)} to ${date(length - 1)}`;
  return new PaperLabError("EMPTY_DATA", `Expected feed "${name}" to have bars ${range}, but ${has}`);
}
