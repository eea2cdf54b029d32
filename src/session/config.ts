import { createHash } from "node:crypto";
import { isOwn } from "../core/own";
import { unplainPart } from "../core/plain-data";
import type { FeedManifest, FeedSource } from "../feeds/source";
import { strategySource } from "../strategy/reach/source";
import type { AnyStrategy } from "../strategy/strategy";
import type { Benchmark } from "./terms/benchmark";
import { type SessionOptions, sessionOptionKeys } from "./terms/options";

/** Everything a session was made of, as plain data: what is stored, and what tells one session from another. */
export interface SessionConfig {
  readonly version: 1;
  readonly feed: FeedManifest;
  readonly daily: boolean;
  readonly interval?: number;
  readonly calendar: { readonly spec: unknown; readonly timezone: string };
  readonly symbols: readonly string[];
  readonly strategy: { readonly name: string; readonly functions: Readonly<Record<string, string>> };
  readonly params: Readonly<Record<string, unknown>>;
  /** The options as given, models and rules by name and params. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly benchmark?: string;
}

/** A session's config, and the hash of what decides its outcome: `undefined` when that cannot be told from data. */
export interface IdentifiedConfig {
  readonly config: SessionConfig;
  readonly identity: string | undefined;
}

/** Describes a session as plain data. */
export function describeSession(
  feed: FeedSource,
  strategy: AnyStrategy,
  params: Readonly<Record<string, unknown>>,
  symbols: readonly string[],
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): IdentifiedConfig {
  const { functions, closed } = strategySource(strategy);
  const described = describedOptions(options);
  const config: SessionConfig = {
    version: 1,
    feed: feed.manifest,
    daily: feed.daily,
    ...(feed.interval !== undefined && { interval: feed.interval }),
    calendar: { spec: feed.calendar.spec, timezone: feed.calendar.timezone },
    symbols,
    strategy: { name: strategy.name, functions },
    params,
    options: described.options,
    ...(benchmark !== undefined && { benchmark: benchmark.name }),
  };
  const told = closed && described.told;
  return { config, identity: told ? hashOf([config, benchmark?.identity]) : undefined };
}

// The name and what to do about it decide nothing, and neither do notes.
const undecisive: readonly string[] = ["name", "ifExists", "notes", "tags", "params", "benchmark"];

// What holds functions, of which only those of paperlab are told by their names and params.
const models: readonly string[] = ["commission", "slippage", "latency", "risk"];

function describedOptions(options: SessionOptions<never>) {
  const described: Record<string, unknown> = {};
  let told = true;
  for (const key of sessionOptionKeys) {
    const value: unknown = options[key];
    if (value === undefined || undecisive.includes(key)) continue;
    const isModel = models.includes(key);
    described[key] = isModel ? describedModel(value) : value;
    if (isModel) told &&= [value].flat().every((model) => isOwn(model as object));
  }
  return { options: described, told };
}

function describedModel(model: unknown): unknown {
  if (Array.isArray(model)) return model.map(describedModel);
  const { name, params } = model as { name: unknown; params?: unknown };
  return params === undefined || unplainPart(params) !== undefined ? { name } : { name, params };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
