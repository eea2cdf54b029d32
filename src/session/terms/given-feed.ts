import type { FeedManifest, FeedSource } from "../../feeds/source";

/** A feed as it is given to a session: what `replay` and `sample` return. */
export interface GivenFeed {
  readonly name: string;
  /** Its symbols, in the order in which strategies see them. */
  readonly symbols: readonly string[];
  /** Plain data from which the feed can be made again. */
  readonly manifest: FeedManifest;
  /** @internal */
  readonly source: FeedSource;
}

/** Whether a value is a feed. */
export function isFeed(value: unknown): value is GivenFeed {
  if (typeof value !== "object" || value === null || !("source" in value)) return false;
  const { source } = value;
  return typeof source === "object" && source !== null && "blocks" in source && typeof source.blocks === "function";
}
