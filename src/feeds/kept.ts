import type { BarColumns } from "../core/market/bar";
import { calendarFrom } from "../core/market/calendar";
import { recordedSource } from "./source/recorded";
import { type FeedManifest, type FeedRecipe, type FeedSource, isRecorded, type RecordedSource } from "./source/source";

/** Returns whether a feed was made of what only memory held, so that its bars must be kept for it to be made again. */
export function isOfMemory(manifest: FeedRecipe): manifest is FeedManifest {
  const { source } = manifest;
  return source !== undefined && ("memory" in source || ("feeds" in source && source.feeds.some(isOfMemory)));
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
