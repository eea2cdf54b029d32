import { createHash } from "node:crypto";
import type { FeedRecipe } from "../../feeds/source/source";
import { rulesNumberOf } from "../../run/rules";
import { isFunctionText, isUnread, nameOfPath, type Reach } from "../../strategy/reach/reach";
import { modelOfPath } from "../models/own-models";
import { unreadModels } from "../models/unread-models";
import { keysOf } from "../options/option-kinds";
import { optionText } from "../options/option-value";
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
  /** Whether what is shown is a part of it, so that two which look alike may differ. */
  readonly isPart?: boolean;
  /** Whether some of it cannot be read, so that two of the same value may differ. */
  readonly isUnread?: boolean;
}

/** Returns what a session was made with besides its params and plain options: models, the code of its strategy, and its feed. */
export function settingsOf(config: SessionConfig): Setting[] {
  return [
    ...modelSettings(config),
    ...codeOf(config),
    ...scheduleOf(config),
    ...feedOf(config),
    plain("rules", "", rulesNumberOf(config)),
  ];
}

function codeOf(config: SessionConfig): Setting[] {
  const { strategy } = config;
  const of = strategy.name;
  const reach = Object.fromEntries(
    Object.entries(config.reach ?? {}).filter(([path]) => modelOfPath(path, config) === undefined),
  );
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
  return [...leavesOf("feed", withParts(made), kind), { name: "feed bars", of: kind, value: bars }];
}

// A feed that is made of others says what these were made from; their bars are in its own.
function withParts<Made extends { readonly source?: unknown }>({ source, ...made }: Made): object {
  const { feeds } = Object(source) as { readonly feeds?: readonly FeedRecipe[] };
  if (feeds === undefined) return { source, ...made };
  return { ...made, feeds: feeds.map((feed) => withParts(madeOf(feed))) };
}

function leavesOf(name: string, value: unknown, of: string): Setting[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.some((one) => typeof one === "object"))
    return value.flatMap((part, at) => leavesOf(`${name}[${at}]`, part, of));
  if (typeof value === "object" && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, part]) => leavesOf(`${name}.${key}`, part, of));
  const isPlain = typeof value === "number" || typeof value === "boolean";
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? [{ name, of, value: text }] : [plain(name, of, isPlain ? value : text)];
}

// The models and risk rules, one setting an option, with what those of the user's own are made of.
function modelSettings(config: SessionConfig): Setting[] {
  const { reach = {}, ownModels = {} } = config;
  const options: Readonly<Record<string, unknown>> = { ...config.options };
  const unread = new Set(unreadModels(config).map(({ path }) => path));
  return keysOf("model").flatMap((key) => {
    if (!Object.hasOwn(options, key)) return [];
    const given = options[key];
    // An empty list of rules is none.
    if (Array.isArray(given) && given.length === 0) return [];
    const textAt = (path: string, one: unknown) => modelText(one, ownModels[path], unread.has(path));
    const texts = Array.isArray(given)
      ? given.map((one, at) => textAt(`${key}[${at}]`, one)).join(", ")
      : textAt(key, given);
    const isUnread = [...unread].some((path) => modelOfPath(path, config) === key);
    const reached = Object.entries(reach).filter(([path]) => modelOfPath(path, config) === key);
    const made = Object.entries(ownModels).filter(([path]) => modelOfPath(path, config) === key);
    const value = JSON.stringify([given, reached, made]);
    const shown = isUnread ? `${texts}, cannot be compared further` : texts;
    return [{ name: `options.${key}`, of: "", value, shown, isPart: true, ...(isUnread && { isUnread }) }];
  });
}

// `commissionBps(1)`, or `mine { rate: 2 }` of the user's own; `mine { rate: 2, … }` if that is not all.
function modelText(given: unknown, made: Reach = {}, hasMore = false): string {
  const fields = Object.entries(made).filter(
    ([path, text]) => isField(path) && !isFunctionText(text) && !isUnread(text),
  );
  if (fields.length === 0) return hasMore ? `${optionText(given)} { … }` : optionText(given);
  const { name } = given as { readonly name?: unknown };
  const written = [...fields.map(([path, text]) => `${path}: ${reachText(text)}`), ...(hasMore ? ["…"] : [])];
  return `${String(name)} { ${written.join(", ")} }`;
}

function isField(path: string): boolean {
  return path !== "name" && !path.includes(" > ");
}
