import { createHash } from "node:crypto";
import { rulesNumberOf } from "../../run/rules";
import { isFunctionText, nameOfPath } from "../../strategy/reach/reach";
import type { SessionConfig } from "./config";
import { barsOf, madeOf, reachText } from "./differences";

/** One thing that a session was made with, besides its params and options. */
export interface Setting {
  /** `onBar`, `helper signal`, `feed.options.seed`. */
  readonly name: string;
  /** Sessions of the same kind are held against each other: those of a strategy's name, or of a feed's kind. */
  readonly of: string;
  readonly value: string | number | boolean;
  /** Whether the value only tells one from another, as the text of a function and the hash of bars do. */
  readonly isText: boolean;
}

/** Returns what a session was made with besides its params and options: the code of its strategy, and its feed. */
export function settingsOf(config: SessionConfig): Setting[] {
  const rules = { name: "rules", of: "", value: rulesNumberOf(config), isText: false };
  return [...codeOf(config), ...feedOf(config), rules];
}

function codeOf({ strategy, reach = {} }: SessionConfig): Setting[] {
  const of = strategy.name;
  const hooks = Object.entries(strategy.functions).map(([name, value]) => ({ name, of, value, isText: true }));
  const paths = Object.keys(reach);
  const reached = Object.entries(reach).map(([path, text]) => {
    const isFunction = isFunctionText(text);
    const isOnly = paths.filter((one) => nameOfPath(one) === nameOfPath(path)).length === 1;
    const name = `${isFunction ? "helper " : ""}${isOnly ? nameOfPath(path) : path}`;
    // Of a long value only its size and its hash are known.
    const isText = isFunction || text.includes(", SHA-256 ");
    return { name, of, value: isText ? text : reachText(text), isText };
  });
  return [...hooks, ...reached];
}

function feedOf(config: SessionConfig): Setting[] {
  const { name: _, kind, ...made } = madeOf(config.feed);
  const bars = createHash("sha256").update(barsOf(config)).digest("hex");
  return [...leavesOf("feed", made, kind), { name: "feed bars", of: kind, value: bars, isText: true }];
}

function leavesOf(name: string, value: unknown, of: string): Setting[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "object" && !(Array.isArray(value) && value.every((one) => typeof one !== "object")))
    return Object.entries(value).flatMap(([key, part]) => leavesOf(`${name}.${key}`, part, of));
  if (typeof value === "number" || typeof value === "boolean") return [{ name, of, value, isText: false }];
  const text = String(value);
  return [{ name, of, value: text, isText: /^[0-9a-f]{64}$/.test(text) }];
}
