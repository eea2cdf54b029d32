import { modelName } from "../../core/own";
import { unplainPart } from "../../core/plain-data";
import { describedRule } from "../../core/schedule/rule";
import { isLive } from "../../feeds/source/live-source";
import type { FeedRecipe, FeedSource } from "../../feeds/source/source";
import type { RunOptions, RunPlan } from "../../run/plan";
import type { Reach } from "../../strategy/reach/reach";
import { functionTexts } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import { type OwnModels, ownModelsOf } from "../models/own-models";
import type { Benchmark, BenchmarkSource } from "../options/benchmark";
import { keysOf, type OtherOption } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";

/** The stored description of a session: the plan of its run, and what distinguishes it from other sessions. */
export interface SessionConfig extends RunPlan {
  readonly version: 1;
  readonly feed: FeedRecipe;
  readonly strategy: {
    readonly name: string;
    readonly functions: Readonly<Record<string, string>>;
    /** The bars of its `warmUp`, if they are given as a number. */
    readonly warmUp?: number;
    /** Its own schedule as plain data, if it is not a function and counts. */
    readonly rebalance?: unknown;
  };
  readonly options: DescribedOptions;
  /** The name of its benchmark. */
  readonly benchmark?: string;
  /** What its benchmark is; absent without one, and in sessions of earlier versions. It is no part of its identity. */
  readonly benchmarkSource?: BenchmarkSource;
  /** What its strategy, and the user's own models, reach outside themselves; absent if there is nothing. */
  readonly reach?: Reach;
  /** The sources of chance and time that its functions and models use, such as `Math.random`; absent if there are none. It is no part of its identity. */
  readonly chances?: readonly string[];
  /** What its models of the user's own are made of; absent if there are none that are objects. It is no part of its identity. */
  readonly ownModels?: OwnModels;
}

/** The options as given, with models and rules by name and params. */
export type DescribedOptions = RunOptions & Pick<SessionOptions, OtherOption>;

interface Checked {
  readonly feed: FeedSource;
  readonly strategy: AnyStrategy;
  readonly params: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
  readonly options: SessionOptions<never>;
  readonly benchmark: Pick<Benchmark, "name" | "source"> | undefined;
}

/** Bars of a feed from which on a session keeps only the newest for `history`, as on one without an end. */
const longFeed = 10_000_000;

/** Describes a session as plain data, under the rules of that number. */
export function describeSession(session: Checked, rules: number): SessionConfig {
  const { feed, strategy, params, symbols, options, benchmark } = session;
  const ownModels = ownModelsOf(options);
  const config: SessionConfig = {
    version: 1,
    ...ofFeed(feed, symbols),
    strategy: {
      name: strategy.name,
      functions: functionTexts(strategy, options.rebalance),
      ...ownRebalance(strategy, options),
      ...(typeof strategy.warmUp === "number" && { warmUp: strategy.warmUp }),
    },
    params,
    options: describedOptions(options),
    ...(benchmark !== undefined && { benchmark: benchmark.name, benchmarkSource: benchmark.source }),
    ...(ownModels && { ownModels }),
  };
  return underRules(config, rules);
}

/** The parts of a config that its feed decides. */
type FeedPart = Pick<
  SessionConfig,
  "feed" | "daily" | "endless" | "long" | "negativePrices" | "interval" | "calendar" | "year" | "symbols" | "actions"
>;

function ofFeed(feed: FeedSource, symbols: readonly string[]): FeedPart {
  const year = feed.bounded ? feed.year(symbols) : undefined;
  const { spec, timezone, found } = feed.calendar;
  return {
    feed: feed.manifest,
    daily: feed.daily,
    ...(!feed.bounded && !isLive(feed) && { endless: true as const }),
    ...(feed.bounded && feed.length > longFeed && { long: true as const }),
    ...(feed.negativePrices && { negativePrices: true as const }),
    ...(feed.interval !== undefined && { interval: feed.interval }),
    calendar: { spec, timezone, ...(found && { found }) },
    ...(year !== undefined && { year }),
    symbols,
    ...(feed.actions !== undefined && feed.manifest.actions === undefined && { actions: feed.actions }),
  };
}

/** Returns the config of the same session on another feed with the same symbols, under the same rules. */
export function onFeed(config: SessionConfig, feed: FeedSource): SessionConfig {
  const { rules, reach, version, strategy, params, options, benchmark, benchmarkSource, ownModels, chances } = config;
  const rest = { strategy, params, options, ...(benchmark !== undefined && { benchmark, benchmarkSource }) };
  const again = {
    version,
    ...ofFeed(feed, config.symbols),
    ...rest,
    ...(ownModels && { ownModels }),
    ...(chances && { chances }),
    ...(reach && { reach }),
  };
  return underRules(again, rules ?? 1);
}

/** Returns a config as it would be under the rules of that number. */
export function underRules({ rules: _, reach, actions, ...config }: SessionConfig, number: number): SessionConfig {
  // The first rules are not written, so that identities from before there were others stay the same. The keys are
  // always in the same order, because they are hashed.
  const applied = actions !== undefined && number >= 4 ? { actions } : {};
  return { ...config, ...applied, ...(number !== 1 && { rules: number }), ...(reach && { reach }) };
}

// A session's option replaces it.
function ownRebalance({ rebalance }: AnyStrategy, options: SessionOptions<never>): { rebalance?: unknown } {
  const counts = rebalance !== undefined && options.rebalance === undefined && typeof rebalance !== "function";
  return counts ? { rebalance: describedRule(rebalance) } : {};
}

/** Returns options as plain data, models and rules by name and params. */
export function describedOptions(options: SessionOptions<never>): DescribedOptions {
  const models = keysOf("model");
  const given = keysOf("run", "other", "model").filter((key) => options[key] !== undefined);
  const describe = (key: keyof SessionOptions) => {
    if (key === "rebalance") return describedRule(options.rebalance);
    if (key === "borrowRate") return typeof options[key] === "function" ? "function" : options[key];
    return models.includes(key) ? describedModel(key, options[key]) : options[key];
  };
  const described = given.map((key) => [key, describe(key)]);
  return Object.fromEntries(described) as DescribedOptions;
}

function describedModel(option: string, model: unknown): unknown {
  if (Array.isArray(model)) return model.map((one) => describedModel(option, one));
  const { name: own, params } = model as { name: unknown; params?: unknown };
  const name = option === "risk" ? own : modelName(option, model);
  return params === undefined || unplainPart(params) !== undefined ? { name } : { name, params };
}
