import type { Calendar } from "../core/calendar";
import { checkKeys, expected } from "../core/checks";
import type { EngineTerms } from "../core/engine-terms";
import { type Halt, haltTest } from "../core/halts";
import { sizeBySymbol } from "../core/lots";
import type { FillRules } from "../core/matching";
import { type CommissionModel, noCommission } from "../core/models/commission";
import { type LatencyModel, noLatency } from "../core/models/latency";
import { noSlippage, type SlippageModel } from "../core/models/slippage";
import type { RiskRule } from "../core/risk";
import { parseInterval } from "../feeds/interval";
import { chosenSymbols } from "../feeds/symbols";
import type { ReturnsEvery } from "../tracking/session-metrics";
import type { BenchmarkOption } from "./benchmark";
import type { Pace } from "./pacer";

/** What `createSession` does when the lab already has a session of the given name. */
export type IfExists = "reuse" | "replace" | "error" | "new";

/** The options of a session. All have defaults. */
export interface SessionOptions<P = Readonly<Record<string, unknown>>> {
  /** Default `session-1`, `session-2`, ... */
  name?: string;
  /**
   * Default `"reuse"`: a session of that name with the same feed, strategy, params and options is the same session, so
   * that a cell can be run again; anything different becomes `name #2`.
   */
  ifExists?: IfExists;
  /** Currency; default 100,000. */
  initialCapital?: number;
  /** Which of the feed's symbols; default all. */
  symbols?: readonly string[];
  /** Laid over the strategy's own. */
  params?: Partial<P>;
  /** Default none. */
  commission?: CommissionModel;
  /** Default none. */
  slippage?: SlippageModel;
  /** Default none. */
  latency?: LatencyModel;
  /** How limit orders and market orders find their price; default `{ touch: "touch", price: "open" }`. */
  fill?: Partial<FillRules>;
  /** Share of a bar's volume that the fills of its symbol may take, above 0 to 1; default no limit. */
  volumeLimit?: number;
  /** Whether positions may be short; default false. */
  shorting?: boolean;
  /** Units of one lot, or by symbol; default 1. */
  lotSize?: number | Readonly<Record<string, number>>;
  /** Smallest step of limit and stop prices, or by symbol; default none. */
  tickSize?: number | Readonly<Record<string, number>>;
  /** What happens to an order that the cash does not cover when it fills; default `"reduce"`. */
  onInsufficientCash?: "reduce" | "reject";
  /** Times in which a symbol does not trade. */
  halts?: readonly Halt[];
  /** Checks before an order is accepted. */
  risk?: readonly RiskRule[];
  /** A symbol of the feed, another feed or session, or returns or equity of your own. */
  benchmark?: BenchmarkOption;
  /** Interval of snapshots: `"1d"` (default, the end of each trading day), `"1h"`, `"5m"`, or milliseconds. */
  snapshotEvery?: string | number;
  /** Interval of the returns that metrics are made of; default by the length of the run. */
  returnsEvery?: ReturnsEvery;
  /** Returns a year; default by the calendar. */
  periodsPerYear?: number;
  /** Annual risk-free rate, a fraction; default 0. */
  riskFree?: number;
  /** Default `"max"`. */
  pace?: Pace;
  /** Seed of the strategy's `random()`; default 1. */
  seed?: string | number;
  /** Whether open positions are closed at their last close when the run ends; default false. */
  closeAtEnd?: boolean;
  /** Newest bars kept a symbol for `history`; default all. */
  historyBars?: number;
  notes?: string;
  tags?: readonly string[];
}

/** Every key of `SessionOptions`. */
export const sessionOptionKeys = [
  "name",
  "ifExists",
  "initialCapital",
  "symbols",
  "params",
  "commission",
  "slippage",
  "latency",
  "fill",
  "volumeLimit",
  "shorting",
  "lotSize",
  "tickSize",
  "onInsufficientCash",
  "halts",
  "risk",
  "benchmark",
  "snapshotEvery",
  "returnsEvery",
  "periodsPerYear",
  "riskFree",
  "pace",
  "seed",
  "closeAtEnd",
  "historyBars",
  "notes",
  "tags",
] as const satisfies readonly (keyof SessionOptions)[];

const DAY = 86_400_000;

/** What the checks need to know of a feed. */
export interface FeedFacts {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly interval: number | undefined;
  readonly daily: boolean;
  readonly calendar: Calendar;
}

/** Checks the options that make the engine and returns its terms. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL. */
export function engineTerms(feed: FeedFacts, options: SessionOptions<never>): EngineTerms {
  const { calendar, interval, daily } = feed;
  const symbols = chosenSymbols(feed.name, feed.symbols, options.symbols);
  const { touch = "touch", price = "open" } = checkedFill(options.fill);
  return {
    symbols,
    calendar,
    interval,
    daily,
    initialCapital: checkNumber("initialCapital", options.initialCapital ?? 100_000, "a positive number", positive),
    commission: checkModel("commission", options.commission ?? noCommission, "commission"),
    slippage: checkModel("slippage", options.slippage ?? noSlippage, "slip"),
    latency: checkLatency(options.latency ?? noLatency),
    fill: { touch, price },
    volumeLimit: checkNumber("volumeLimit", options.volumeLimit ?? Infinity, "a number above 0, at most 1", share),
    shorting: checkBoolean("shorting", options.shorting ?? false),
    leverage: 1,
    onInsufficientCash: checkOneOf("onInsufficientCash", options.onInsufficientCash ?? "reduce", ["reduce", "reject"]),
    halted: haltTest(options.halts, calendar),
    risk: checkRisk(options.risk ?? []),
    lotSize: sizeBySymbol("lotSize", options.lotSize, 1),
    tickSize: sizeBySymbol("tickSize", options.tickSize, 0),
    historyBars: checkNumber("historyBars", options.historyBars ?? Infinity, "a whole number from 1", counting),
    closeAtEnd: checkBoolean("closeAtEnd", options.closeAtEnd ?? false),
  };
}

/** Checks what is not the engine's: names, metrics, seed, notes. Throws INVALID_OPTION or UNKNOWN_OPTION. */
export function checkSessionOptions(options: SessionOptions<never>): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  checkKeys("a session", options, sessionOptionKeys);
  const { name, ifExists, periodsPerYear, riskFree, returnsEvery, seed, notes, tags, params } = options;
  if (name !== undefined && (typeof name !== "string" || name.trim() === "")) throw expected("name", "text", name);
  if (ifExists !== undefined) checkOneOf("ifExists", ifExists, ["reuse", "replace", "error", "new"]);
  if (returnsEvery !== undefined) checkOneOf("returnsEvery", returnsEvery, ["bar", "minute", "hour", "day"]);
  if (periodsPerYear !== undefined) checkNumber("periodsPerYear", periodsPerYear, "a positive number", positive);
  if (riskFree !== undefined) checkNumber("riskFree", riskFree, "a fraction above -1, such as 0.02", aboveMinusOne);
  if (seed !== undefined && typeof seed !== "string" && !Number.isFinite(seed))
    throw expected("seed", "text or a number", seed);
  if (notes !== undefined && typeof notes !== "string") throw expected("notes", "text", notes);
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))) {
    throw expected("tags", "an array of texts", tags);
  }
  if (params !== undefined && (typeof params !== "object" || params === null))
    throw expected("params", "an object", params);
}

/** Returns the interval of snapshots: milliseconds, or `"day"` for whole days. */
export function snapshotInterval(every: string | number | undefined): number | "day" {
  const milliseconds = parseInterval(every ?? "1d", "snapshotEvery");
  if (milliseconds === DAY) return "day";
  return milliseconds;
}

const positive = (value: number) => value > 0 && value < Infinity;
const share = (value: number) => (value > 0 && value <= 1) || value === Infinity;
const counting = (value: number) => (Number.isInteger(value) && value >= 1) || value === Infinity;
const aboveMinusOne = (value: number) => value > -1 && value < Infinity;

function checkNumber(name: string, value: unknown, wanted: string, allowed: (value: number) => boolean): number {
  if (typeof value === "number" && allowed(value)) return value;
  throw expected(name, wanted, value);
}

function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw expected(name, "true or false", value);
}

function checkOneOf<Word extends string>(name: string, value: unknown, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw expected(name, `one of ${words.map((word) => `"${word}"`).join(", ")}`, value);
}

function checkModel<Model extends { name: string }>(option: string, model: Model, method: keyof Model & string): Model {
  if (typeof model === "object" && model !== null && typeof model[method] === "function") return model;
  throw expected(option, `a model such as ${option}Bps(1)`, model);
}

function checkLatency(latency: LatencyModel): LatencyModel {
  const fits = typeof latency === "object" && latency !== null && latency.bars >= 0 && latency.milliseconds >= 0;
  if (!fits) throw expected("latency", "a model such as latencyBars(1)", latency);
  return latency;
}

function checkRisk(rules: readonly RiskRule[]): readonly RiskRule[] {
  if (!Array.isArray(rules)) throw expected("risk", "an array of rules such as [maxPositionWeight(0.25)]", rules);
  for (const rule of rules) checkModel("risk", rule, "check");
  return rules;
}

function checkedFill(fill: Partial<FillRules> = {}): Partial<FillRules> {
  if (typeof fill !== "object" || fill === null) throw expected("fill", 'an object such as { touch: "through" }', fill);
  checkKeys("fill", fill, ["touch", "price"]);
  if (fill.touch !== undefined) checkOneOf("fill.touch", fill.touch, ["touch", "through"]);
  if (fill.price !== undefined) checkOneOf("fill.price", fill.price, ["open", "close"]);
  return fill;
}
