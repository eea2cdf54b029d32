import { createHash } from "node:crypto";
import { isOwn } from "../core/own";
import { unplainPart } from "../core/plain-data";
import type { FeedRecipe, FeedSource } from "../feeds/source";
import type { RunOptions, RunPlan } from "../run/plan";
import type { StrategySource } from "../strategy/reach/source";
import type { Benchmark } from "./terms/benchmark";
import { optionKinds, sessionOptionKeys } from "./terms/option-kinds";
import type { SessionOptions } from "./terms/options";

/** The plan of a session's run, with what tells one session from another: what is stored of how it was made. */
export interface SessionConfig extends RunPlan {
  readonly version: 1;
  readonly feed: FeedRecipe;
  readonly strategy: { readonly name: string; readonly functions: Readonly<Record<string, string>> };
  readonly options: DescribedOptions;
  /** The name of its benchmark. */
  readonly benchmark?: string;
}

/** The options as given, models and rules by name and params. */
export type DescribedOptions = RunOptions &
  Pick<SessionOptions, "pace" | "returnsEvery" | "periodsPerYear" | "riskFree">;

/** Describes a session as plain data, without what its benchmark is. */
export function describeSession(
  feed: FeedSource,
  strategy: { readonly name: string; readonly source: StrategySource },
  params: Readonly<Record<string, unknown>>,
  symbols: readonly string[],
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): SessionConfig {
  return {
    version: 1,
    feed: feed.manifest,
    daily: feed.daily,
    ...(feed.interval !== undefined && { interval: feed.interval }),
    calendar: { spec: feed.calendar.spec, timezone: feed.calendar.timezone },
    symbols,
    strategy: { name: strategy.name, functions: strategy.source.functions },
    params,
    options: describedOptions(options),
    ...(benchmark !== undefined && { benchmark: benchmark.name }),
  };
}

/** Returns the hash of what decides a session's outcome; `undefined` when that cannot be told from data. */
export function identityOf(
  config: SessionConfig,
  source: StrategySource,
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): string | undefined {
  const models = keysOf("model").flatMap((key) => (options[key] ?? []) as unknown[]);
  const told = source.closed && models.every((model) => isOwn(model as object));
  return told ? hashOf([config, benchmark?.identity]) : undefined;
}

function keysOf(...parts: readonly string[]): (keyof SessionOptions)[] {
  return sessionOptionKeys.filter((key) => parts.includes(optionKinds[key].part));
}

function describedOptions(options: SessionOptions<never>): DescribedOptions {
  const given = keysOf("decides", "model").filter((key) => options[key] !== undefined);
  const described = (key: keyof SessionOptions): unknown =>
    optionKinds[key].part === "model" ? describedModel(options[key]) : options[key];
  return Object.fromEntries(given.map((key) => [key, described(key)])) as DescribedOptions;
}

function describedModel(model: unknown): unknown {
  if (Array.isArray(model)) return model.map(describedModel);
  const { name, params } = model as { name: unknown; params?: unknown };
  return params === undefined || unplainPart(params) !== undefined ? { name } : { name, params };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
