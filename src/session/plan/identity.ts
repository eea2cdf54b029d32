import { createHash } from "node:crypto";
import { isOwn } from "../../core/own";
import { rulesNumberOf } from "../../run/rules";
import { type Reach, type Root, reachOf, unreadOf } from "../../strategy/reach/reach";
import { rootsOf } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import type { Benchmark } from "../options/benchmark";
import { keysOf } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";
import { type SessionConfig, underRules } from "./config";

/** What tells whether a session is the same as another. */
export interface Identity {
  /** The config, with what was reached. */
  readonly config: SessionConfig;
  /** The hash of all that decides its outcome, as far as that can be read. */
  readonly hash: string;
  /** The names of what cannot be read: another session of the same hash may be another one. */
  readonly unread: readonly string[];
  /** What its strategy reaches. */
  readonly reach: Reach;
  /** Reads once more what its strategy reaches, as it is now, unless that is very much. */
  readAgain(): Reach;
  /** Whether a stored hash is that of this session, had it been made under the rules of a number, and reached `reach`. */
  isSame(hash: string | undefined, rules: number, reach?: Reach): boolean;
}

// Values that are read again whenever a session comes to rest, in some milliseconds.
const MOST_AGAIN = 20_000;

/** Finds the identity of a session: it reads what its strategy's functions reach, which takes some milliseconds. */
export function identityOf(
  described: SessionConfig,
  strategy: AnyStrategy,
  options: SessionOptions<never>,
  benchmark: Benchmark | undefined,
): Identity {
  const roots = [...rootsOf(strategy), ...foreignModels(options)];
  const reach = reachOf(roots);
  const config = withReach(described, reach);
  const [now, ...earlier] = benchmark?.identities ?? [undefined];
  return {
    config,
    reach,
    hash: hashOf([decisive(config), now]),
    unread: unreadOf(reach),
    readAgain: () => reachOf(roots, MOST_AGAIN),
    isSame(hash, rules, reached = reach) {
      const configs = [withReach(described, reached), ...(isToldAsBefore(reached) ? [described] : [])];
      const then = configs.map((one) => decisive(underRules(one, rules)));
      return then.some((one) => [now, ...earlier].some((against) => hashOf([one, against]) === hash));
    },
  };
}

function withReach(config: SessionConfig, reach: Reach): SessionConfig {
  return Object.keys(reach).length === 0 ? config : { ...config, reach };
}

// Before there was `reach`, a session was known by the texts of its strategy where they used only `sma`, by whatever name.
function isToldAsBefore(reach: Reach): boolean {
  return Object.values(reach).every((text) => text === "paperlab sma");
}

function foreignModels(options: SessionOptions<never>): Root[] {
  return keysOf("model").flatMap((key) => {
    const given: unknown = options[key] ?? [];
    const models = Array.isArray(given) ? given : [given];
    const roots = models.map((value, at) => ({
      path: Array.isArray(given) ? `${key}[${at}]` : key,
      value,
      told: false,
    }));
    return roots.filter(({ value }) => !isOwn(value as object));
  });
}

// What decides nothing is left out: how fast a session goes. Those of the first rules have it, and say nothing of what was
// found in the rows of their feed.
function decisive(config: SessionConfig): SessionConfig {
  if (rulesNumberOf(config) > 1) {
    const { pace: _, ...options } = config.options;
    return { ...config, options };
  }
  const { spec, timezone } = config.calendar;
  const { found: _, ...feed } = config.feed;
  // Keys stay in their places: they are part of what is hashed.
  return { ...config, feed, calendar: { spec, timezone }, year: undefined };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
