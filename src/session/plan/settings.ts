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
  /** What a table writes; absent if the value only tells one from another, as the text of a function and a hash do. */
  readonly shown?: string | number | boolean;
}

/** Returns what a session was made with besides its params and options: the code of its strategy, and its feed. */
export function settingsOf(config: SessionConfig): Setting[] {
  return [...codeOf(config), ...scheduleOf(config), ...feedOf(config), plain("rules", "", rulesNumberOf(config))];
}

function codeOf({ strategy, reach = {} }: SessionConfig): Setting[] {
  const of = strategy.name;
  const hooks = Object.entries(strategy.functions).map(([name, value]) => {
    return { name, of: name === "rebalance" ? "" : of, value };
  });
  const counts = new Map<string, number>();
  for (const path of Object.keys(reach)) counts.set(nameOfPath(path), (counts.get(nameOfPath(path)) ?? 0) + 1);
  const reached = Object.entries(reach).map(([path, text]) => {
    const isFunction = isFunctionText(text);
    const isOnly = counts.get(nameOfPath(path)) === 1;
    const name = `${isFunction ? "helper " : ""}${isOnly ? nameOfPath(path) : path}`;
    return { name, of, value: text, ...(!isFunction && { shown: reachText(text) }) };
  });
  const { warmUp } = strategy;
  return [...hooks, ...reached, ...(warmUp === undefined ? [] : [plain("warmUp", of, warmUp)])];
}

// The rule that counts, whoever gave it; one that is a function is among the hooks.
function scheduleOf({ options, strategy }: SessionConfig): Setting[] {
  const rule = options.rebalance ?? strategy.rebalance;
  if (rule === undefined || "rebalance" in strategy.functions) return [];
  return [plain("rebalance", "", typeof rule === "string" ? rule : JSON.stringify(rule))];
}

function plain(name: string, of: string, value: string | number | boolean): Setting {
  return { name, of, value, shown: value };
}

function feedOf(config: SessionConfig): Setting[] {
  const { name: _, kind, ...made } = madeOf(config.feed);
  const bars = createHash("sha256").update(barsOf(config)).digest("hex");
  return [...leavesOf("feed", made, kind), { name: "feed bars", of: kind, value: bars }];
}

function leavesOf(name: string, value: unknown, of: string): Setting[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "object" && !(Array.isArray(value) && value.every((one) => typeof one !== "object")))
    return Object.entries(value).flatMap(([key, part]) => leavesOf(`${name}.${key}`, part, of));
  const isPlain = typeof value === "number" || typeof value === "boolean";
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? [{ name, of, value: text }] : [plain(name, of, isPlain ? value : text)];
}
