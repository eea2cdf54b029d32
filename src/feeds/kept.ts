import type { BarColumns } from "../core/market/bar";
import { calendarFrom } from "../core/market/calendar";
import { copyOf } from "./bars/columns";
import { recordedSource } from "./source/recorded";
import { type FeedManifest, type FeedRecipe, type FeedSource, isRecorded, type RecordedSource } from "./source/source";

/** Returns whether a feed was made of what only memory held, so that its bars must be kept for it to be made again. */
export function isOfMemory(manifest: FeedRecipe): manifest is FeedManifest {
  const { source } = manifest;
  return source !== undefined && ("memory" in source || ("feeds" in source && source.feeds.some(isOfMemory)));
}

/** Returns whether the bars of a feed have yet to come, from its recipe. */
export function isOfLive({ source }: FeedRecipe): boolean {
  return source !== undefined && "live" in source;
}

/** Returns the bars of a feed that must be kept for it to be made again, and their hash. */
export function barsOfMemory(feed: FeedSource): { readonly sha256: string; readonly columns: BarColumns } | undefined {
  if (!isRecorded(feed) || !isOfMemory(feed.manifest)) return undefined;
  return { sha256: feed.manifest.sha256, columns: feed.columns };
}

/** Makes a feed again from its manifest and its bars, which were kept for it. */
export function keptSource(manifest: FeedManifest, columns: BarColumns): RecordedSource {
  const { kind, source, options, name, symbols, daily, timezone, actions, adjusted, skipped, firstSkipped, found } =
    manifest;
  return recordedSource({
    name,
    symbols,
    interval: manifest.interval ?? undefined,
    calendar: calendarFrom({ spec: manifest.calendar, timezone, ...(found?.calendar && { found: true }) }),
    daily,
    actions,
    adjusted,
    columns,
    skipped: { rows: skipped, first: firstSkipped ?? undefined },
    found,
    origin: { kind, source, options },
    timezone,
  });
}

/** Makes a feed of the bars that came of a live feed to a session; their symbols are places in `symbols`. */
export function arrivedSource(
  { name, calendar, timezone, interval, daily, options }: FeedRecipe,
  symbols: readonly string[],
  columns: BarColumns,
  session: string,
): RecordedSource {
  return recordedSource({
    name,
    symbols,
    interval: interval ?? undefined,
    calendar: calendarFrom({ spec: calendar, timezone }),
    daily,
    columns: copyOf(columns),
    skipped: { rows: 0, first: undefined },
    origin: { kind: "live", source: { memory: `what came to session "${session}"` }, options },
    timezone,
  });
}
