import { createHash } from "node:crypto";
import { type FeedRecipe, placedAs } from "../../feeds/source/source";
import { rulesNumberOf } from "../../run/rules";
import { type Reach, type Root, reachOf } from "../../strategy/reach/reach";
import { rootsOf } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import { chancesOfModels, foreignModels } from "../models/own-models";
import { type Unread, unreadIn } from "../models/unread";
import type { Benchmark } from "../options/benchmark";
import type { SessionOptions } from "../options/options";
import { withoutAdvice } from "../options/without-advice";
import { type SessionConfig, underRules } from "./config";
import { StrategyState } from "./strategy-state";

/** What decides whether two sessions are the same. */
export interface Identity {
  /** The config, with what the strategy reaches. */
  readonly config: SessionConfig;
  /** The hash of everything that decides the outcome, as far as it can be read. */
  readonly hash: string;
  /** What cannot be read. If there is anything, a session of the same hash may still be another one. */
  readonly unread: Unread;
  /**
   * The forms in which it may be stored. The first one has the tokens of functions. The second one has their texts, as
   * earlier sessions have. The third one, if it differs, also has the names of the compiler, as the first sessions have.
   */
  readonly forms: readonly IdentityForm[];
  /** What the strategy reaches, now and later. */
  readonly state: StrategyState;
}

/** One form of an identity. */
export interface IdentityForm {
  readonly config: SessionConfig;
  /** What its strategy reaches. */
  readonly reach: Reach;
  /**
   * Whether a stored hash is that of this session, had it been made under the rules of that number, with its files where
   * those of a stored feed were, and had it reached `reach`.
   */
  isSame(hash: string | undefined, rules: number, feed: FeedRecipe, reach?: Reach): boolean;
}

/** Finds the identity of a session. Reading what its strategy's functions reach takes some milliseconds. */
export function identityOf(
  described: SessionConfig,
  strategy: AnyStrategy,
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): Identity {
  const roots = stateRoots(strategy, options);
  const reached = reachOf(roots);
  const { reach, asWritten, asCompiled, functions, functionsAsWritten } = reached;
  const against = benchmark?.identities ?? [undefined];
  const withFunctions = (texts: SessionConfig["strategy"]["functions"]) => {
    return { ...described, strategy: { ...described.strategy, functions: texts } };
  };
  const forms = [
    formOf(withFunctions(functions), reach, against),
    formOf(withFunctions(functionsAsWritten), asWritten, against),
    formOf(described, asCompiled, against),
  ];
  const [{ config }, { config: written }, { config: compiled }] = forms;
  const isOne = JSON.stringify(written) === JSON.stringify(compiled);
  const chances = [...new Set([...reached.chances, ...chancesOfModels(options)])];
  return {
    config: chances.length === 0 ? config : { ...config, chances },
    hash: hashOf([decisive(config), against[0]]),
    unread: unreadIn(reach, described.options),
    forms: isOne ? forms.slice(0, 2) : forms,
    state: new StrategyState(roots, reached),
  };
}

function formOf(described: SessionConfig, reach: Reach, against: readonly unknown[]): IdentityForm {
  return {
    config: withReach(described, reach),
    reach,
    isSame(hash, rules, storedFeed, reached = reach) {
      const placed = { ...described, feed: placedAs(described.feed, storedFeed) };
      const configs = [withReach(placed, reached), ...(isToldAsBefore(reached) ? [placed] : [])];
      const then = configs.map((one) => decisive(underRules(one, rules)));
      return then.some((one) => against.some((other) => hashOf([one, other]) === hash));
    },
  };
}

function withReach(config: SessionConfig, reach: Reach): SessionConfig {
  return Object.keys(reach).length === 0 ? config : { ...config, reach };
}

// Before there was `reach`, the texts of a strategy identified a session if they used only `sma`, by whatever name.
function isToldAsBefore(reach: Reach): boolean {
  return Object.values(reach).every((text) => text === "paperlab sma");
}

/** Returns what a strategy reaches, now and later, with what was given with it. */
export function stateOf(strategy: AnyStrategy, options: SessionOptions<never>): StrategyState {
  const roots = stateRoots(strategy, options);
  return new StrategyState(roots, reachOf(roots));
}

/** Returns where reading begins in a strategy and in what was given with it. */
export function stateRoots(strategy: AnyStrategy, options: SessionOptions<never>): Root[] {
  return [...rootsOf(strategy, options.rebalance), ...foreignModels(options)];
}

// Leaves out what decides nothing, such as how fast a session goes; its benchmark has an identity of its own, and what models are
// made of is in `reach` as far as it decides. Sessions under the first rules include it, but not what
// was found in the rows of their feed.
function decisive({ benchmarkSource: __, ownModels: ___, chances: ____, ...config }: SessionConfig): SessionConfig {
  if (rulesNumberOf(config) > 1) {
    const { pace: _, ...options } = config.options;
    return { ...config, feed: withoutAdvice(config.feed), options };
  }
  const { spec, timezone } = config.calendar;
  const { found: _, ...feed } = config.feed;
  // The keys stay in their order, because they are hashed.
  return { ...config, feed, calendar: { spec, timezone }, year: undefined };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
