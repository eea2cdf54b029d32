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
  /** The number of the rules it is made under; absent for the first. */
  readonly rules?: number;
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

/** A session's config, and what tells whether another one is the same. */
export interface IdentifiedConfig {
  readonly config: SessionConfig;
  /** The hash of all that decides its outcome; `undefined` when that cannot be told from data. */
  readonly identity: string | undefined;
  /** Why there is no identity, as `onBar reads shares`. */
  readonly untold: readonly string[];
  /** Whether a stored identity is that of this session, had it been made under the rules of a number. */
  isSame(identity: string | undefined, rules: number): boolean;
}

/** Describes a session as plain data. */
export function describeSession(
  feed: FeedSource,
  strategy: AnyStrategy,
  params: Readonly<Record<string, unknown>>,
  symbols: readonly string[],
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
  rules: number,
): IdentifiedConfig {
  const { functions, untold } = strategySource(strategy);
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
  const under = (number: number) => ({ ...config, ...(number !== FIRST && { rules: number }) });
  const all = [...untold, ...described.untold];
  const [identity, ...earlier] = benchmark?.identities ?? [undefined];
  return {
    config: under(rules),
    identity: all.length > 0 ? undefined : hashOf([under(rules), identity]),
    untold: all,
    isSame: (stored, number) =>
      all.length === 0 && [identity, ...earlier].some((one) => hashOf([under(number), one]) === stored),
  };
}

// Their number is left out, so that the identities of sessions from before there were others stay what they were.
const FIRST = 1;

// The name and what to do about it decide nothing, and neither do notes.
const undecisive: readonly string[] = ["name", "ifExists", "notes", "tags", "params", "benchmark"];

// What holds functions, of which only those of paperlab are told by their names and params.
const models: readonly string[] = ["commission", "slippage", "latency", "risk"];

function describedOptions(options: SessionOptions<never>) {
  const described: Record<string, unknown> = {};
  const untold: string[] = [];
  for (const key of sessionOptionKeys) {
    const value: unknown = options[key];
    if (value === undefined || undecisive.includes(key)) continue;
    const isModel = models.includes(key);
    described[key] = isModel ? describedModel(value) : value;
    if (isModel && ![value].flat().every((model) => isOwn(model as object))) untold.push(`${key} is not paperlab's`);
  }
  return { options: described, untold };
}

function describedModel(model: unknown): unknown {
  if (Array.isArray(model)) return model.map(describedModel);
  const { name, params } = model as { name: unknown; params?: unknown };
  return params === undefined || unplainPart(params) !== undefined ? { name } : { name, params };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
