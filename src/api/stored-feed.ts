import { PaperLabError } from "../errors";
import type { FeedManifest, FeedSource } from "../feeds/feed";
import { remakeSource } from "../feeds/remake";

/**
 * Returns the feed of a stored session: the one that was given, or made again from its files. Throws RECOVERY_MISMATCH
 * when its bars are not those that the session ran on, and what loading the files throws.
 */
export function storedFeed(session: string, manifest: FeedManifest, given: FeedSource | undefined): FeedSource {
  const feed = given ?? remakeSource(manifest);
  if (feed.manifest.sha256 === manifest.sha256) return feed;
  const message = `Expected feed "${feed.name}" to hold the bars that session "${session}" ran on, but they have changed`;
  throw new PaperLabError("RECOVERY_MISMATCH", message);
}
