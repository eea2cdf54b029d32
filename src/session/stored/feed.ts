import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { isOfMemory, keptSource } from "../../feeds/kept";
import { haveSameBars, remakeSource } from "../../feeds/remake";
import type { FeedRecipe, FeedSource } from "../../feeds/source/source";
import type { Store } from "../../store/store";
import type { SessionConfig } from "../plan/config";

/** Returns what a store keeps of a feed that is in no file. `read`: what was read of others, by hash. */
export async function keptBars(
  store: Store,
  { feed }: SessionConfig,
  read: Map<string, Promise<BarColumns | undefined>> = new Map(),
): Promise<BarColumns | undefined> {
  if (!isOfMemory(feed)) return undefined;
  const bars = read.get(feed.sha256) ?? store.bars(feed.sha256);
  read.set(feed.sha256, bars);
  return bars;
}

/**
 * Returns the feed of a stored session: the given one, or one that is made again from the stored bars or from its
 * recipe. Throws RECOVERY_MISMATCH if its bars are not those that the session ran on, and any error of making it
 * again.
 */
export function storedFeed(
  session: string,
  recipe: FeedRecipe,
  given: FeedSource | undefined,
  kept: BarColumns | undefined,
): FeedSource {
  const feed = given ?? (kept !== undefined && isOfMemory(recipe) ? keptSource(recipe, kept) : remakeSource(recipe));
  if (haveSameBars(feed.manifest, recipe)) return feed;
  const message = `Expected feed "${feed.name}" to hold the bars that session "${session}" ran on, but they have changed`;
  throw new PaperLabError("RECOVERY_MISMATCH", message);
}
