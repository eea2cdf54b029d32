import { createHash } from "node:crypto";
import { shortestRule } from "../../core/schedule/rule";
import { isUnread, type Reach } from "../../strategy/reach/reach";
import { keysOf } from "../options/option-kinds";
import { withoutAdvice } from "../options/without-advice";
import type { SessionConfig } from "./config";

// Options that change no fill. Runs that differ only in chance are of one ensemble.
const without = ["seed", "snapshotEvery", "historyBars"];
const deciding = keysOf("run", "model").filter((key) => !without.includes(key));

// The runs of a sweep are of one strategy.
const terseStrategies = new WeakMap<SessionConfig["strategy"], object>();

/**
 * Returns the hash of what a session tries, whatever its name and its data: strategy, params, symbols, and the options that
 * change fills. Functions count by their text without what is a matter of taste, and by what they reach when the session is
 * created, with a name or without; what is paperlab's own does not count. Models of the user's own classes count by their fields and
 * methods, as far as these can be read. A schedule counts by when it is due, not by how it is written.
 */
export function combinationOf(config: SessionConfig): string {
  return hashed(config, shortestRule);
}

/** Returns all forms in which the ledger may have what a session tries, the newest first: earlier ones have schedules as written. */
export function combinationsOf(config: SessionConfig): string[] {
  return [combinationOf(config), hashed(config, (rule) => rule)];
}

function hashed(config: SessionConfig, ruleOf: (rule: unknown) => unknown): string {
  const { strategy, params, symbols, options, reach = {} } = config;
  const own = deciding.filter((key) => Object.hasOwn(options, key));
  const chosen = own.map((key) => {
    const value = (options as Readonly<Record<string, unknown>>)[key];
    return [key, key === "rebalance" ? ruleOf(value) : value];
  });
  const made = classModels(config);
  const { rebalance } = strategy;
  const terse = { ...terseOf(strategy), ...(rebalance !== undefined && { rebalance: ruleOf(rebalance) }) };
  return hashOf([terse, foreignIn(reach), params, symbols, chosen, ...(made.length > 0 ? [made] : [])]);
}

// Of the others, all is in `reach`. Sessions of earlier versions do not say what these are made of.
function classModels({ reach = {}, ownModels = {} }: SessionConfig): unknown[] {
  const made = Object.entries(ownModels).filter(([path]) => isUnread(reach[path] ?? ""));
  return made.map(([path, members]) => [path, foreignIn(members)]);
}

function foreignIn(reach: Reach): [path: string, text: string][] {
  return Object.entries(reach).filter(([, text]) => !String(text).startsWith("paperlab "));
}

function terseOf(strategy: SessionConfig["strategy"]): object {
  const known = terseStrategies.get(strategy);
  if (known !== undefined) return known;
  const functions = Object.entries(strategy.functions).map(([part, text]) => [part, tersely(text)]);
  const made = { ...strategy, functions };
  terseStrategies.set(strategy, made);
  return made;
}

// Without spaces, and without separators at the end of a block or a list.
function tersely(text: string): string {
  return text.replace(/\s+/g, "").replace(/;(?=\})|,(?=[)\]}])/g, "");
}

/** Returns the hash of the data that a session runs on: its feed and its range. */
export function dataOf({ feed }: SessionConfig): string {
  return hashOf(withoutAdvice(feed));
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
