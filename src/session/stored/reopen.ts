import type { Feed } from "../../api/feed";
import { expected } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import type { FeedSource } from "../../feeds/source";
import type { SessionRow } from "../../store/store";
import type { AnyStrategy } from "../../strategy/strategy";
import type { SessionConfig } from "../config";
import { planSession, type SessionPlan } from "../plan";
import type { SessionOptions } from "../terms/options";
import { storedFeed } from "./feed";
import { storedOptions } from "./options";

/** How a session is reopened: with what it needs to go on or to draw its prices. */
export interface ReopenOptions extends Pick<SessionOptions, "commission" | "slippage" | "latency" | "risk"> {
  /** The strategy, for a session that is to go on. */
  readonly strategy?: AnyStrategy;
  /** The feed, where its files are not where they were. */
  readonly feed?: Feed;
}

/** Every key of `ReopenOptions`. */
export const reopenOptionKeys = [
  "strategy",
  "feed",
  "commission",
  "slippage",
  "latency",
  "risk",
] as const satisfies readonly (keyof ReopenOptions)[];

/**
 * Returns what finds the feed of a stored session, once; it throws what `storedFeed` throws. `kept`: its bars, where they
 * are in the store.
 */
export function reopenedFeed(
  { name, config }: SessionRow,
  { feed }: ReopenOptions,
  kept: BarColumns | undefined,
): () => FeedSource {
  let found: FeedSource | undefined;
  return () => {
    found ??= storedFeed(name, (config as SessionConfig).feed, feed?.source, kept);
    return found;
  };
}

/**
 * Returns what a stored session needs to go on, `undefined` where it was not given its strategy or has ended. Throws
 * INVALID_OPTION for another strategy than its own, and for a model of the user's own that was not given.
 */
export function reopenedPlan(
  row: SessionRow,
  options: ReopenOptions,
  feedOf: () => FeedSource,
): SessionPlan | undefined {
  const { strategy, feed: _, ...models } = options;
  if (strategy === undefined || row.state === "COMPLETED" || row.state === "FAILED") return undefined;
  const config = row.config as SessionConfig;
  if (strategy.name !== config.strategy.name) {
    throw expected("strategy", `"${config.strategy.name}", which session "${row.name}" runs`, strategy.name);
  }
  return planSession(feedOf(), strategy, storedOptions(config, models));
}
