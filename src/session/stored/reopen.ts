import { expected } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import { describedRule } from "../../core/schedule/rule";
import { PaperLabError } from "../../errors";
import type { FeedHandle, FeedSource } from "../../feeds/source/source";
import { isKnownFingerprint } from "../../run/fingerprint/fingerprint";
import { type Models, modelKeys } from "../../run/models";
import { knownRules, rulesNumberOf, rulesOf } from "../../run/rules";
import type { RunMaterial } from "../../run/run";
import { engineTerms } from "../../run/terms";
import type { SessionRow } from "../../store/store";
import { checkStrategy } from "../../strategy/define-strategy";
import { checkParamNames } from "../../strategy/params";
import type { AnyStrategy, Rebalance } from "../../strategy/strategy";
import { optionKinds } from "../options/option-kinds";
import type { SessionConfig } from "../plan/config";
import { materialOf } from "../plan/plan";
import { storedFeed } from "./feed";

/** How a session is reopened: what it needs to go on, or to draw its prices. */
export interface ReopenOptions extends Models {
  /** The strategy, if the session is to go on. */
  readonly strategy?: AnyStrategy;
  /** The session's `rebalance`, if it was given and has functions. */
  readonly rebalance?: Rebalance<never, unknown>;
  /** The feed, if its files have moved. */
  readonly feed?: FeedHandle;
}

/** Every key of `ReopenOptions`. */
export const reopenOptionKeys = [
  "strategy",
  "feed",
  "rebalance",
  ...modelKeys,
] as const satisfies readonly (keyof ReopenOptions)[];

/**
 * Returns a function that finds the feed of a stored session, once. It throws as `storedFeed` does. `kept`: its bars,
 * if they are in the store.
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
export function canGoOn({ state }: Pick<SessionRow, "state">): boolean {
  return state !== "COMPLETED" && state !== "FAILED";
}

/** Throws STORE_NEWER if this paperlab cannot compute the version of a stored session's fingerprint. */
export function checkFingerprint({ name, fingerprint = "" }: SessionRow): void {
  if (isKnownFingerprint(fingerprint)) return;
  const message = `Session "${name}" was stored by a newer paperlab, whose fingerprints this one cannot compare (${fingerprint}). It can be read; update paperlab to let it go on`;
  throw new PaperLabError("STORE_NEWER", message);
}

/** Returns what a stored session needs to go on, as `materialAgain` does; `undefined` if it has ended. */
export function reopenedMaterial(
  row: SessionRow,
  options: ReopenOptions,
  feedOf: () => FeedSource,
): RunMaterial | undefined {
  return canGoOn(row) ? materialAgain(row, options, feedOf) : undefined;
}

/**
 * Returns what a stored session needs to run again under its own rules; `undefined` if it was not given its strategy.
 * Throws INVALID_OPTION for a strategy other than its own, and for a user's own model that was not given;
 * RULES_CHANGED if its rules are not known.
 */
export function materialAgain(
  row: SessionRow,
  { strategy, feed: _, rebalance, ...models }: ReopenOptions,
  feedOf: () => FeedSource,
): RunMaterial | undefined {
  if (strategy === undefined) return undefined;
  const config = row.config as SessionConfig;
  if (rulesOf(config) === undefined) throw rulesChanged(row.name, rulesNumberOf(config));
  checkStrategy(strategy);
  if (strategy.name !== config.strategy.name) {
    throw expected("strategy", `"${config.strategy.name}", which session "${row.name}" runs`, strategy.name);
  }
  checkParamNames(strategy, config.params);
  const feed = feedOf();
  for (const key of modelKeys) if (models[key] !== undefined) optionKinds[key].check(models[key], feed);
  // Checked now, not only when it is started: it says which model is missing.
  engineTerms(config, models);
  checkGiven(row.name, rebalance, config.options.rebalance);
  return materialOf(feed, config.symbols, strategy, { ...models, rebalance }, config.options.returnsEvery);
}

// What has no functions can be made from the plan.
function checkGiven(name: string, given: unknown, described: unknown): void {
  if (given !== undefined && JSON.stringify(describedRule(given)) !== JSON.stringify(described))
    throw expected("rebalance", `the one that session "${name}" was made with`, given);
  if (given === undefined && hasFunctions(described))
    throw expected("rebalance", `given to lab.session, because that of session "${name}" has functions`, undefined);
}

function hasFunctions(described: unknown): boolean {
  if (typeof described === "object" && described !== null) return Object.values(described).some(hasFunctions);
  return described === "function";
}

function rulesChanged(name: string, number: number): PaperLabError {
  const has = knownRules.map((one) => one.number).join(", ");
  const message = `Session "${name}" was made under rules ${number}, but this paperlab has ${has}. It can still be read; to go on, it needs the paperlab that made it`;
  return new PaperLabError("RULES_CHANGED", message);
}
