import { didYouMean, expected } from "../../core/checks";
import { isOwn } from "../../core/own";
import { functionsIn } from "../../core/schedule/rule";
import { PaperLabError } from "../../errors";
import type { FeedFacts } from "../../feeds/source/source";
import type { RunOptions } from "../../run/plan";
import { keysOf, optionKinds } from "../../session/options/option-kinds";
import type { SessionOptions } from "../../session/options/options";
import { checkRuleSymbols } from "../../session/options/risk";
import { describedOptions } from "../../session/plan/config";
import { defaultParams } from "../../strategy/params";
import type { AnyStrategy } from "../../strategy/strategy";
import { MOST_POINTS, type PointParams } from "./grid";
import type { SweepPoint } from "./point";
import { textOf } from "./run-of";

/** What every item of a list is checked against. */
export interface ListTerms {
  readonly strategy: AnyStrategy;
  /** The params that all runs share, if some were given. */
  readonly params: PointParams | undefined;
  readonly feed: FeedFacts;
  readonly symbols: readonly string[];
}

/**
 * Returns the runs of a list: of params, or of options such as `{ params, commission, latency, rebalance }`. Throws
 * INVALID_OPTION, UNKNOWN_OPTION, and what the options of a session throw.
 */
export function listPoints(list: unknown, terms: ListTerms): SweepPoint[] {
  if (!Array.isArray(list)) throw expected("list", "a list of params, such as [{ fast: 5 }, { fast: 8 }]", list);
  if (list.length === 0) throw expected("list", "at least one run", list);
  if (list.length > MOST_POINTS) throw expected("list", `of at most ${MOST_POINTS.toLocaleString("en-US")} runs`, list);
  const points = list.map((item: unknown, at) => pointOf(`list[${at}]`, item, terms));
  checkDistinct(points, terms);
  return points;
}

// Nobody could tell them apart, and one would count as two trials.
function checkDistinct(points: readonly SweepPoint[], { strategy, params: shared }: ListTerms): void {
  const own = { ...defaultParams(strategy), ...shared };
  const places = new Map<string | undefined, number>();
  for (const [at, { params, options }] of points.entries()) {
    const text = textOf([{ ...own, ...params }, options ?? {}]);
    const before = places.get(text);
    if (before !== undefined)
      throw new PaperLabError(
        "INVALID_OPTION",
        `Expected list to have each run once, but list[${at}] is the same as list[${before}]`,
      );
    places.set(text, at);
  }
}

const modelKeys = keysOf("model");
const optionKeys = keysOf("run", "model");

function pointOf(where: string, item: unknown, terms: ListTerms): SweepPoint {
  if (typeof item !== "object" || item === null || Array.isArray(item))
    throw expected(where, "params, or { params, ...options }", item);
  const declared = Object.keys(terms.strategy.params ?? {});
  const keys = Object.keys(item);
  const isParam = (key: string) => declared.includes(key);
  const options = keys.filter((key) => !isParam(key) && (key === "params" || key in optionKinds));
  if (options.length === 0) return { params: item as PointParams };
  const stray = keys.find((key) => !options.includes(key));
  if (stray !== undefined) throw strayKey(where, stray, options[0]);
  const { params = {}, ...given } = item as { params?: PointParams } & SessionOptions<never>;
  for (const [key, value] of Object.entries(given)) checkOption(where, key as keyof SessionOptions, value, terms);
  return { params, options: describedOptions(given) as RunOptions };
}

function checkOption(where: string, key: keyof SessionOptions, value: unknown, { feed, symbols }: ListTerms): void {
  if (!optionKeys.includes(key)) {
    const message = `Expected ${where} to have options that runs can differ in, but ${key} is that of the whole sweep. Runs can differ in ${optionKeys.join(", ")}`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  try {
    optionKinds[key].check(value, feed);
    if (key === "risk") checkRuleSymbols(value as SessionOptions["risk"], symbols);
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    throw new PaperLabError(error.code, `${where}: ${error.message}`);
  }
  checkPlain(`${where}.${key}`, key, value);
}

// What differs from run to run is data.
function checkPlain(where: string, key: keyof SessionOptions, value: unknown): void {
  const cure = `Give your own to the whole sweep, and let it read a param`;
  const functions = key === "rebalance" ? functionsIn(value, key).length : Number(typeof value === "function");
  if (["rebalance", "borrowRate"].includes(key) && functions > 0)
    throw expected(where, `plain data, without functions. ${cure}`, value);
  if (!modelKeys.includes(key) || key === "borrowRate") return;
  for (const model of Array.isArray(value) ? value : [value])
    if (!isOwn(model as object)) throw expected(where, `one of paperlab's models. ${cure}`, model);
}

function strayKey(where: string, key: string, option: string): PaperLabError {
  const near = didYouMean(key, ["params", ...optionKeys]);
  const cure = `Write params as { params: { ... }, ${option === "params" ? "commission" : option}: ... }`;
  return new PaperLabError("UNKNOWN_OPTION", `Unknown option "${key}" of ${where}.${near || ` ${cure}`}`);
}
