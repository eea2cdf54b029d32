import { dateBefore, dateOf, dayOfDate } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { CorporateAction } from "../../core/market/corporate-action";
import { PaperLabError } from "../../errors";
import { emptyColumns, putBar, viewOf } from "../bars/columns";
import { chosenSymbols } from "../bars/symbols";
import { recordedSource } from "../source/recorded";
import { joinedBlocks } from "../source/series";
import type {
  BoundedSource,
  EndlessSource,
  FeedKind,
  FeedRecipe,
  FeedSource,
  RecordedSource,
  Truth,
} from "../source/source";
import { Grid } from "./grid";
import type { MadeTerms } from "./options";

/** The bar of one symbol, as a path leaves it. */
export interface MadeBar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** The prices of some symbols on their way through time. */
export interface Path {
  /** The bars that the last step made, one for each of the symbols. */
  readonly bars: readonly MadeBar[];
  /** Goes on to the bar of the grid. */
  step(grid: Grid): void;
}

/** What a made feed is made of. */
export interface MadeParts {
  readonly kind: FeedKind;
  readonly symbols: readonly string[];
  readonly terms: MadeTerms;
  /** The options that this kind of feed has for itself, as plain data. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly truth: Truth;
  readonly actions?: readonly CorporateAction[];
  /** Begins the path of some of the symbols, whose places these are. */
  path(places: readonly number[]): Path;
}

// Rows of the first block, how many times larger the next one is, and the most: a paced session starts at once.
const [firstRows, growth, mostRows] = [1024, 4, 65_536];

/** Prices beyond are none. */
const [least, most] = [1e-100, 1e100];

/**
 * Makes a feed whose bars are made as they are asked for, from the first on at every call. Its recipe is its parameters.
 * With `from` and `to`, ISO dates, it is the part of these days.
 */
export function madeSource(parts: MadeParts): FeedSource {
  const { kind, symbols, terms, own, truth, actions } = parts;
  const { calendar, interval, daily, bars, plain } = terms;
  const name = `${kind} ${symbols.length > 3 ? `${symbols.length} symbols` : symbols.join(", ")}`;
  const manifest: FeedRecipe = {
    kind,
    options: { ...own, ...plain },
    name,
    calendar: calendar.spec,
    timezone: calendar.timezone,
    interval,
    daily,
    symbols,
  };
  const facts = { name, symbols, interval, daily, calendar, truth, manifest, ...(actions && { actions }) };
  const blocks = (wanted?: readonly string[]) => blocksOf(parts, chosenSymbols(name, symbols, wanted));
  const slice = (from?: string, to?: string) => sliceOf({ ...facts, blocks }, from, to);
  if (bars === Infinity) return { ...facts, bounded: false, blocks, slice } satisfies EndlessSource;
  const times = timesOf(terms);
  return {
    ...facts,
    bounded: true,
    length: bars * symbols.length,
    first: times.first,
    get last() {
      return times.last();
    },
    blocks,
    steps: () => bars,
    year: () => undefined,
    slice,
  } satisfies BoundedSource;
}

/** The first bar's time and, once somebody asks, the last one's. Throws INVALID_OPTION where the calendar ends before. */
function timesOf(terms: MadeTerms) {
  const { bars, calendar, start } = terms;
  const grid = new Grid(terms);
  if (!grid.next()) {
    const days = `has no trading day from ${dateOf(start)} on`;
    throw new PaperLabError("INVALID_OPTION", `Expected the calendar ${calendar.name} to have days, but it ${days}`);
  }
  const first = grid.time;
  let last: number | undefined;
  const findLast = () => {
    for (let bar = 1; bar < bars; bar++) if (!grid.next()) throw tooShort(terms, bar);
    return grid.time;
  };
  // A list of days may end too soon; other calendars do not.
  if (typeof calendar.spec !== "string") last = findLast();
  return {
    first,
    last: () => {
      last ??= findLast();
      return last;
    },
  };
}

function tooShort({ bars, calendar, start }: MadeTerms, most: number): PaperLabError {
  const many = `has ${most} of this interval from ${dateOf(start)} on`;
  return new PaperLabError(
    "INVALID_OPTION",
    `Expected bars to be at most ${most}, was ${bars}: the calendar ${calendar.name} ${many}`,
  );
}

function* blocksOf(
  { symbols, terms, path: begin }: MadeParts,
  chosen: readonly string[],
): IterableIterator<BarColumns> {
  const grid = new Grid(terms);
  const path = begin(chosen.map((symbol) => symbols.indexOf(symbol)));
  const count = chosen.length;
  let size = firstRows;
  for (let left = terms.bars; left > 0; ) {
    const steps = Math.min(left, Math.max(1, Math.floor(size / count)));
    const block = emptyColumns(steps * count);
    let row = 0;
    while (row < block.length && grid.next()) {
      path.step(grid);
      row = putStep(block, row, grid.time, path.bars);
      checkPrices(block, row - count, chosen);
    }
    if (row > 0) yield row === block.length ? block : viewOf(block, 0, row);
    // A calendar without an end still ends where dates do.
    if (row < block.length) return;
    left -= steps;
    size = Math.min(size * growth, mostRows);
  }
}

function putStep(block: BarColumns, from: number, time: number, bars: readonly MadeBar[]): number {
  for (let place = 0; place < bars.length; place++) putBar(block, from + place, time, place, bars[place]);
  return from + bars.length;
}

/** Prices that double or halve for ever leave the numbers. */
function checkPrices({ time, low, high }: BarColumns, from: number, symbols: readonly string[]): void {
  for (let at = 0; at < symbols.length; at++) {
    if (low[from + at] > least && high[from + at] < most) continue;
    const came = `${symbols[at]} left that range on ${dateBefore(time[from])}`;
    const text = `Expected prices to stay between ${least} and ${most}, but ${came}. Give it less drift or volatility`;
    throw new PaperLabError("INVALID_DATA", text);
  }
}

type Sliced = Pick<
  RecordedSource,
  "name" | "symbols" | "interval" | "daily" | "calendar" | "truth" | "actions" | "blocks"
> & {
  readonly manifest: FeedRecipe;
};

/** Makes the bars of the days up to `to`, keeps them, and cuts them to those from `from` on. */
function sliceOf(source: Sliced, from: string | undefined, to: string | undefined): RecordedSource {
  const { calendar, manifest, blocks, ...facts } = source;
  const { kind, options } = manifest;
  if (to === undefined && options.bars === "Infinity")
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected a slice of feed "${facts.name}", which has no end, to have one: give to`,
    );
  const last = to === undefined ? Infinity : dayOfDate(to, "to");
  const first = from === undefined ? -Infinity : dayOfDate(from, "from");
  const kept: BarColumns[] = [];
  let latest: BarColumns | undefined;
  for (const block of blocks()) {
    const day = calendar.dayOf(block.time[block.length - 1]);
    if (day >= first) kept.push(block);
    if (day > last) break;
    latest = block;
  }
  // Without one of these days the last of all say what there is.
  if (kept.length === 0 && latest !== undefined) kept.push(latest);
  const columns = joinedBlocks(kept);
  const origin = { kind: kind as FeedKind, options };
  const skipped = { rows: 0, first: undefined };
  return recordedSource({ ...facts, calendar, columns, skipped, origin }).slice(from, to);
}
