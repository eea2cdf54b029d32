import { shortened } from "../../core/short-text";
import { placedAs } from "../../feeds/source/source";
import { rulesNumberOf } from "../../run/rules";
import { isFunctionText, nameOfPath, type Reach } from "../../strategy/reach/reach";
import type { SessionConfig } from "./config";

// Most differences on one line.
const MOST = 6;
// More than the parts of any session.
const OTHER_STRATEGY = 1e6;

/** Says what differs, as `params.fast: 10, was 5; helper signal: changed`. What the user has written comes first. */
export function differenceText(parts: readonly string[]): string {
  const more = parts.length > MOST ? [`${parts.length - MOST} more`] : [];
  return [...parts.slice(0, MOST), ...more].join("; ");
}

/**
 * Returns the parts in which two sessions differ; none if the configs do not show any. Where the files of the same bars
 * are is no difference.
 */
export function differencesOf(now: SessionConfig, was: SessionConfig): string[] {
  return [...new Set(differences({ ...now, feed: placedAs(now.feed, was.feed) }, was))];
}

/**
 * Returns how far apart two sessions are: the number of parts in which they differ. One of another strategy is farther
 * than any of the same.
 */
export function distanceOf(now: SessionConfig, was: SessionConfig): number {
  const isSame = now.strategy.name === was.strategy.name;
  return differencesOf(now, was).length + (isSame ? 0 : OTHER_STRATEGY);
}

/** Returns how many texts of functions, and paths and texts of what these reach, two sessions have in common. */
export function commonParts(now: SessionConfig, was: SessionConfig): number {
  const [{ functions }, { functions: before }] = [now.strategy, was.strategy];
  const { reach: newer = {} } = now;
  const { reach: older = {} } = was;
  const paths = Object.keys(newer).filter((path) => path in older);
  const texts = paths.filter((path) => newer[path] === older[path]);
  return paths.length + texts.length + Object.keys(functions).filter((part) => functions[part] === before[part]).length;
}

function differences(now: SessionConfig, was: SessionConfig): string[] {
  const parts = [
    ...strategyChanges(now, was),
    ...changed("symbols", now.symbols, was.symbols),
    ...changed("", modelsByName(now.options), modelsByName(was.options)),
    ...ownModelChanges(now, was),
    ...benchmarkChanges(now, was),
    ...feedChanges(now, was),
    ...changed("rules", rulesNumberOf(now), rulesNumberOf(was)),
  ];
  return parts.length > 0 ? parts : [...onlyReached(now.reach, was.reach), ...restChanges(now, was)];
}

function strategyChanges(now: SessionConfig, was: SessionConfig): string[] {
  const [newer, older] = [now.strategy, was.strategy];
  // Another strategy has nothing in common with this one.
  if (newer.name !== older.name) return changed("strategy", newer.name, older.name);
  return [
    ...functionChanges(newer.functions, older.functions),
    ...changed("params", now.params, was.params),
    ...rebalanceChanges(now, was),
    ...changed("warmUp", newer.warmUp, older.warmUp),
    ...reachChanges(now.reach ?? {}, was.reach ?? {}),
  ];
}

/**
 * Says how models of the user's own differ in what they are made of, as `commission.rate: 2, was 1`. Nothing where one of two sessions
 * is of an earlier version, which did not keep it.
 */
export function ownModelChanges(
  { ownModels: now = {} }: SessionConfig,
  { ownModels: was = {} }: SessionConfig,
): string[] {
  return Object.keys(now).flatMap((model) => {
    const [newer, older = newer] = [now[model], was[model]];
    const paths = [...new Set([...Object.keys(newer), ...Object.keys(older)])];
    const others = paths.filter((path) => newer[path] !== older[path]);
    return others.map((path) => {
      const name = `${model}.${nameOfPath(path)}`;
      if (path in newer && path in older) return textChange(name, newer[path], older[path]);
      return `${name}: ${path in newer ? "new" : "gone"}`;
    });
  });
}

type Functions = SessionConfig["strategy"]["functions"];

function functionChanges(now: Functions, was: Functions): string[] {
  const parts = [...new Set([...Object.keys(now), ...Object.keys(was)])].filter((part) => now[part] !== was[part]);
  return parts.map((part) => `${part}: ${!(part in was) ? "new" : part in now ? "changed" : "gone"}`);
}

// The one that counts, whoever gave it.
function rebalanceChanges(now: SessionConfig, was: SessionConfig): string[] {
  const rule = ({ options, strategy }: SessionConfig) =>
    options.rebalance ?? strategy.rebalance ?? ("rebalance" in strategy.functions ? "function" : undefined);
  const parts = changed("rebalance", rule(now), rule(was));
  const [newer, older] = [now, was].map(({ options }) =>
    options.rebalance === undefined ? "the strategy's" : "given",
  );
  return parts.length > 0 || newer === older ? parts : [`rebalance: ${newer}, was ${older}`];
}

// If only one of them reaches something, the text of what reaches it differs too, and says so.
function reachChanges(newReach: Reach, oldReach: Reach): string[] {
  const paths = Object.keys(newReach).filter((path) => path in oldReach && newReach[path] !== oldReach[path]);
  return paths.map((path) => textChange(nameOfPath(path), newReach[path], oldReach[path]));
}

/** Says how a text of a `Reach` has changed: `limit: 3, was 5`, `helper signal: changed`. */
export function textChange(name: string, newer: string, older: string): string {
  if (isFunctionText(newer) && isFunctionText(older)) return `helper ${name}: changed`;
  const [now, was] = [reachText(newer), reachText(older)];
  // Of a long one only its size and its hash are kept, so nobody knows where it differs.
  return now === was ? `${name}: ${now}, of other values than before` : `${name}: ${now}, was ${was}`;
}

/** Writes what a `Reach` has of a value. */
export function reachText(text: string): string {
  if (isFunctionText(text)) return "a function";
  // The text of a regular expression ends with its `lastIndex`.
  const plain = text.replace(/, SHA-256 .*/, "").replace(/^(\/.*\/[a-z]*) 0$/, "$1");
  return shortened(plain.replace(/\bDate (-?\d+)/g, dateText));
}

function dateText(text: string, time: string): string {
  const date = new Date(Number(time));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

function modelsByName(options: SessionConfig["options"]): Record<string, unknown> {
  const { pace: _, rebalance: __, ...deciding } = options;
  const models = Object.entries(deciding).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(withModel) : withModel(value),
  ]);
  return Object.fromEntries(models);
}

function withModel(value: unknown): unknown {
  const { name, params } = Object(value) as { name?: unknown; params?: object };
  return typeof name === "string" ? { model: name, ...params } : value;
}

// What a feed was made from says more than what its bars are like.
function feedChanges(now: SessionConfig, was: SessionConfig): string[] {
  const told = [
    ...changed("feed", madeOf(now.feed), madeOf(was.feed)),
    ...calendarChange(now, was),
    ...stampChange(now, was),
  ];
  if (told.length > 0 || barsOf(now) === barsOf(was)) return told;
  return ["feed: other bars"];
}

/** Returns what a feed was made from. */
export function madeOf({ kind, name, source, options, calendar, timezone, actions, adjusted }: SessionConfig["feed"]) {
  return { kind, name, source, options, calendar, timezone, actions, adjusted };
}

/** Returns what a feed's bars are. Nobody declares what was found in the rows: the same bars are the same feed. */
export function barsOf({ feed: { found: _, ...feed } }: SessionConfig): string {
  return JSON.stringify(feed);
}

// The same calendar may have been declared, or found in the rows. A declared one also says when days end.
function calendarChange(now: SessionConfig, was: SessionConfig): string[] {
  // Before the second rules, nothing was found.
  if (rulesNumberOf(now) !== rulesNumberOf(was)) return [];
  const [newer, older] = [now.calendar, was.calendar].map(({ spec, found }) => {
    return { spec: JSON.stringify(spec), text: `${dataText(spec)} (${found ? "found" : "declared"})` };
  });
  const isTold = newer.spec !== older.spec || newer.text === older.text;
  return isTold ? [] : [`feed.calendar: ${newer.text}, was ${older.text}`];
}

function stampChange({ feed: now }: SessionConfig, { feed: was }: SessionConfig): string[] {
  const [newer, older] = [now.found?.stamp?.side, was.found?.stamp?.side];
  const isTold = now.options.stamp !== was.options.stamp || newer === undefined || older === undefined;
  return isTold ? [] : changed("feed.stamp", newer, older);
}

// Of what only one of them reaches, when nothing else says it.
function onlyReached(now: Reach = {}, was: Reach = {}): string[] {
  const paths = [...new Set([...Object.keys(now), ...Object.keys(was)])].filter((path) => now[path] !== was[path]);
  return paths.map((path) => `${nameOfPath(path)}: ${path in now ? "new" : "gone"}`);
}

// What was found in the rows of a feed, and what a run has from its feed.
function restChanges(now: SessionConfig, was: SessionConfig): string[] {
  const rest = ({ feed, daily, interval, year, calendar, version }: SessionConfig) => {
    const { found, ...others } = feed;
    return { feed: { ...others, ...found }, daily, interval, year, calendar, version };
  };
  return changed("", rest(now), rest(was));
}

// Goes down to the parts that differ.
function changed(path: string, now: unknown, was: unknown): string[] {
  if (JSON.stringify(now) === JSON.stringify(was)) return [];
  if (!haveFields(now, was)) return [`${path}: ${dataText(now)}, was ${dataText(was)}`];
  const [newer, older] = [now, was] as Readonly<Record<string, unknown>>[];
  const keys = [...new Set([...Object.keys(newer), ...Object.keys(older)])];
  return keys.flatMap((key) => changed(path === "" ? key : `${path}.${key}`, newer[key], older[key]));
}

// Sessions of earlier versions do not say what their benchmark is. Dividends were in none of them.
function benchmarkChanges(now: SessionConfig, was: SessionConfig): string[] {
  const [newer, older] = [now.benchmarkSource, was.benchmarkSource];
  // Names say it best.
  const named = changed("benchmark", now.benchmark, was.benchmark);
  if (named.length > 0) return named;
  if (newer !== undefined && older !== undefined) return changed("benchmark", newer, older);
  const isNew = newer?.symbol !== undefined && newer.priceOnly?.length === 0;
  return isNew ? ["benchmark: with dividends, was without"] : [];
}

// Lists of plain values are short, and are shown as a whole.
function haveFields(...both: readonly unknown[]): boolean {
  const isDeep = (one: unknown) => typeof one === "object" && one !== null;
  return both.every((one) => isDeep(one) && (!Array.isArray(one) || one.some(isDeep)));
}

function dataText(data: unknown): string {
  if (data === undefined) return "not given";
  return shortened(plainText(data));
}

function isModel(data: unknown): boolean {
  return typeof (Object(data) as { model?: unknown }).model === "string";
}

// A model as written in a cell: `commissionBps(1)`.
function plainText(data: unknown): string {
  if (Array.isArray(data)) {
    const text = data.map(plainText).join(", ");
    return data.some(isModel) ? text : `[${text}]`;
  }
  if (typeof data === "string") return data;
  const { model, ...params } = Object(data) as { model?: unknown };
  if (typeof model !== "string") return JSON.stringify(data);
  return `${model}(${Object.values(params).map(plainText).join(", ")})`;
}
