import { createHash } from "node:crypto";
import { isOwn } from "../../core/own";
import { rulesNumberOf } from "../../run/rules";
import { untoldOf } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import type { Benchmark } from "../options/benchmark";
import { keysOf } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";
import { type SessionConfig, underRules } from "./config";

/** What tells whether a session is the same as another. */
export interface Identity {
  /** The hash of all that decides its outcome; `undefined` when that cannot be told from data. */
  readonly hash: string | undefined;
  /** Why it cannot be told, as `onBar reads shares`. */
  readonly untold: readonly string[];
  /** Whether a stored hash is that of this session, had it been made under the rules of a number. */
  isSame(hash: string | undefined, rules: number): boolean;
}

/** Finds the identity of a session: it reads what its strategy's functions reach, which takes some milliseconds. */
export function identityOf(
  config: SessionConfig,
  strategy: AnyStrategy,
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): Identity {
  const untold = [...untoldOf(strategy), ...foreignModels(options)];
  const [now, ...earlier] = benchmark?.identities ?? [undefined];
  return {
    hash: untold.length > 0 ? undefined : hashOf([decisive(config), now]),
    untold,
    isSame(hash, rules) {
      const then = decisive(underRules(config, rules));
      return untold.length === 0 && [now, ...earlier].some((one) => hashOf([then, one]) === hash);
    },
  };
}

function foreignModels(options: SessionOptions<never>): string[] {
  const isForeign = (model: unknown) => !isOwn(model as object);
  const foreign = keysOf("model").filter((key) => [options[key] ?? []].flat().some(isForeign));
  return foreign.map((key) => `${key} is not paperlab's`);
}

// Sessions of the first rules say nothing of what was found in the rows of their feed.
function decisive(config: SessionConfig): SessionConfig {
  if (rulesNumberOf(config) > 1) return config;
  const { spec, timezone } = config.calendar;
  const { found: _, ...feed } = config.feed;
  // Keys stay in their places: they are part of what is hashed.
  return { ...config, feed, calendar: { spec, timezone }, year: undefined };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
