import { dayLength } from "../../core/days";
import { barEnds, weekLength } from "../../core/histories/bar-ends";
import { checkLonger, leastGaps, longerLength, shortestDay, tooShort } from "../../core/histories/longer-interval";
import { intervalText } from "../../core/interval";
import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { countedYear } from "../source/counted-year";
import { commonGap, gapsBySymbol } from "../source/interval";
import { isLive } from "../source/live-source";
import { recordedSource } from "../source/recorded";
import { joinedBlocks } from "../source/series";
import {
  type BoundedSource,
  type EndlessSource,
  type FeedSource,
  isRecorded,
  type RecordedSource,
} from "../source/source";
import { longerBars } from "./longer-bars";

/**
 * Makes a feed of longer bars, as `barEnds` says; a symbol without a bar in that time gets none. Trades become bars. A feed
 * without an end gets another one. Actions are carried. Throws INVALID_OPTION for an interval that is none, is shorter than
 * the bars, or is no multiple of them within a day.
 */
export function resampleSource<Source extends FeedSource>(feed: Source, interval: string | number): Source;
export function resampleSource(feed: FeedSource, interval: string | number): FeedSource {
  const length = longerLength(interval);
  if (isLive(feed)) throw stillToCome(feed);
  checkLengths(feed, length);
  const text = length === weekLength ? "1w" : intervalText(length);
  const { symbols, indexes, calendar, actions, manifest } = feed;
  const origin = { kind: "resample" as const, source: { feeds: [manifest] }, options: { interval: text } };
  const facts = { name: `${feed.name}, ${text}`, symbols, indexes, calendar, actions };
  const shape = { ...facts, interval: length, daily: length >= dayLength };
  const endOf = barEnds(calendar, length);
  if (feed.bounded) {
    const columns = joinedBlocks(longerBars(feed.blocks(), symbols.length, endOf));
    return bounded(feed, { ...shape, origin }, columns);
  }
  const { calendar: spec, timezone } = manifest;
  return {
    ...shape,
    bounded: false,
    manifest: {
      ...manifest,
      ...origin,
      name: shape.name,
      calendar: spec,
      timezone,
      interval: length,
      daily: shape.daily,
    },
    blocks: (wanted) => longerBars(feed.blocks(wanted), (wanted ?? symbols).length, endOf),
  } satisfies EndlessSource;
}

// A live feed stores what its source sends, and each step is taken when it comes.
function stillToCome({ name }: FeedSource): PaperLabError {
  const cure = "Let its source send longer bars, or run a session on it and resample session.feed()";
  const message = `Expected feed "${name}" to hold bars that can become longer ones, but it is live. ${cure}`;
  return new PaperLabError("INVALID_OPTION", message);
}

type Shape = Omit<Parameters<typeof recordedSource>[0], "columns" | "skipped">;

function bounded(feed: BoundedSource, shape: Shape, columns: BarColumns): RecordedSource {
  const { manifest } = feed;
  const {
    skipped = { rows: 0, first: undefined },
    adjusted,
    found,
  }: Partial<RecordedSource> = isRecorded(feed) ? feed : {};
  const isCounted = found?.year !== undefined || shape.interval === weekLength;
  const year = isCounted ? countedYear(columns, feed.calendar, shape.interval) : undefined;
  const told = found === undefined && year === undefined ? undefined : { ...found, ...(year && { year }) };
  return recordedSource({ ...shape, columns, skipped, adjusted, found: told, timezone: manifest.timezone });
}

function checkLengths(feed: FeedSource, length: number): void {
  if (isRecorded(feed) && feed.found?.stamp?.by === "trades") return;
  checkLonger(`feed "${feed.name}"`, feed.interval, length);
  if (isRecorded(feed) && !feed.daily) checkDays(feed, length);
}

/** Beside bars of minutes there may be a symbol with bars of days. */
function checkDays({ symbols, columns }: RecordedSource, length: number): void {
  const { time, symbol } = columns;
  const gaps = gapsBySymbol(symbols.length, (add) => {
    for (let row = 0; row < columns.length; row++) add(symbol[row], time[row]);
  });
  for (const [place, one] of gaps.entries()) {
    const count = Array.from(one.values()).reduce((sum, times) => sum + times, 0);
    const shortest = Math.min(...one.keys());
    if (count < leastGaps || shortest < shortestDay || shortest <= length) continue;
    throw tooShort(symbols[place], commonGap(one) ?? shortest, length);
  }
}
