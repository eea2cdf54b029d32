import type { Feed } from "../../api/feed";
import { expected } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import type { FeedSource } from "../../feeds/source";
import { isKnownFingerprint } from "../../run/fingerprint";
import { type Rules, rulesNumberOf } from "../../run/rules";
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

/** Whether a stored session has not ended. */
export function canGoOn({ state }: SessionRow): boolean {
  return state !== "COMPLETED" && state !== "FAILED";
}

/** Throws STORE_NEWER where what a stored session has decided so far cannot be compared with what it decides again. */
export function checkFingerprint({ name, fingerprint = "" }: SessionRow): void {
  if (isKnownFingerprint(fingerprint)) return;
  const message = `Session "${name}" was stored by a newer paperlab, whose fingerprints this one cannot compare (${fingerprint}). It can be read; update paperlab to let it go on`;
  throw new PaperLabError("STORE_NEWER", message);
}

/**
 * Returns what a stored session needs to go on, under its own rules of those that are `known`; `undefined` where it was not
 * given its strategy or has ended. Throws INVALID_OPTION for another strategy than its own, and for a model of the user's own
 * that was not given; RULES_CHANGED where its rules are not known.
 */
export function reopenedPlan(
  row: SessionRow,
  options: ReopenOptions,
  feedOf: () => FeedSource,
  known: readonly Rules[],
): SessionPlan | undefined {
  const { strategy, feed: _, ...models } = options;
  if (strategy === undefined || !canGoOn(row)) return undefined;
  const config = row.config as SessionConfig;
  const number = rulesNumberOf(config);
  const rules = known.find((one) => one.number === number);
  if (rules === undefined) throw rulesChanged(row.name, number, known);
  if (strategy.name !== config.strategy.name) {
    throw expected("strategy", `"${config.strategy.name}", which session "${row.name}" runs`, strategy.name);
  }
  return planSession(feedOf(), strategy, storedOptions(config, models), rules);
}

function rulesChanged(name: string, number: number, known: readonly Rules[]): PaperLabError {
  const has = known.map((one) => one.number).join(", ");
  const message = `Session "${name}" was made under rules ${number}, and this paperlab has ${has}. It stays as it is and can be read; to go on, it needs the paperlab that made it`;
  return new PaperLabError("RULES_CHANGED", message);
}
