import { checkedRate, checkMaintenance, symbolsOfBorrow } from "../../core/account/carry/rates";
import { checkKeys, expected, isGenerator } from "../../core/checks";
import { parseInterval } from "../../core/interval";
import { sizeBySymbol } from "../../core/lots";
import { haltTest } from "../../core/market/halts";
import { isFields } from "../../core/plain-data";
import { checkedRule, type RuleOf } from "../../core/schedule/rule";
import { checkSymbol, chosenSymbols } from "../../feeds/bars/symbols";
import { isLive } from "../../feeds/source/live-source";
import type { FeedFacts } from "../../feeds/source/source";
import type { Models } from "../../run/models";
import type { RunOptions } from "../../run/plan";
import { checkBoolean, checkName, checkNumber, checkOneOf, checkTags, checkText, isPositive } from "./checks";
import type { SessionOptions } from "./options";
import { checkLivePace, checkPace, type Pace } from "./pace";
import { checkRisk } from "./risk";

/**
 * The part of a session that an option belongs to. Sessions are distinguished by what decides their `run`, by each
 * `model` as far as its name and params describe it, and by `other` options, such as how they are measured. A `label`
 * changes nothing. Options that are `apart` are handled by the plan.
 */
type Part = "run" | "model" | "other" | "label" | "apart";

/** What is known about one option. */
export interface OptionKind<Its extends Part = Part> {
  readonly part: Its;
  /** Throws INVALID_OPTION, UNKNOWN_OPTION or UNKNOWN_SYMBOL. It is not called for an option that was left out. */
  readonly check: (value: unknown, feed: FeedFacts) => void;
}

/** The plan of a run has exactly the options that decide it. An option in the wrong place does not compile. */
type OptionKinds = {
  readonly [Key in keyof Required<SessionOptions>]: OptionKind<
    Key extends keyof Models ? "model" : Key extends keyof RunOptions ? "run" : Exclude<Part, "run" | "model">
  >;
};

/** Every option of a session. This is the only place where they are declared, besides their types. */
export const optionKinds = {
  name: label(checkName),
  ifExists: label((value) => checkOneOf("ifExists", value, ["reuse", "replace", "error", "new"])),
  initialCapital: run((value) => checkNumber("initialCapital", value, "a positive number", isPositive)),
  symbols: other((value, { name, symbols }) => chosenSymbols(name, symbols, value as readonly string[])),
  params: apart(),
  commission: model((value) => checkModel("commission", value, "commission")),
  slippage: model((value) => checkModel("slippage", value, "slip")),
  latency: model(checkLatency),
  fill: run(checkFill),
  volumeLimit: run((value) => checkNumber("volumeLimit", value, "a number above 0, at most 1", isShare)),
  shorting: run((value) => checkBoolean("shorting", value)),
  leverage: run((value) => checkNumber("leverage", value, "a number from 1 to 1000", isLeverage)),
  maintenanceMargin: run(checkMaintenance),
  borrowRate: model(checkBorrow),
  cashRate: run((value) => checkedRate("cashRate", value)),
  marginRate: run((value) => checkedRate("marginRate", value)),
  dayCount: run(checkDayCount),
  lotSize: run((value, feed) => checkSizes(feed, "lotSize", value)),
  tickSize: run((value, feed) => checkSizes(feed, "tickSize", value)),
  minimumTrade: run((value) => checkNumber("minimumTrade", value, "a fraction of the equity, 0 or more", isFraction)),
  onInsufficientCash: run((value) => checkOneOf("onInsufficientCash", value, ["reduce", "reject"])),
  rebalance: run(checkRebalance),
  halts: run(checkHalts),
  risk: model(checkRisk),
  benchmark: apart(),
  snapshotEvery: run(checkSnapshots),
  returnsEvery: other((value) => checkOneOf("returnsEvery", value, ["bar", "minute", "hour", "day"])),
  periodsPerYear: other((value) => checkNumber("periodsPerYear", value, "a positive number", isPositive)),
  riskFree: other((value) => checkNumber("riskFree", value, "a fraction above -1, such as 0.02", isRate)),
  pace: other((value, feed) => checkPaceOf(feed, value as Pace)),
  seed: run(checkSeed),
  closeAtEnd: run((value) => checkBoolean("closeAtEnd", value)),
  adjustOrders: run((value) => checkBoolean("adjustOrders", value)),
  historyBars: run((value) => checkNumber("historyBars", value, "a whole number of at least 1", isCount)),
  notes: label((value) => checkText("notes", value)),
  tags: label(checkTags),
} satisfies OptionKinds;

/** The options that distinguish sessions but decide nothing about the run. */
export type OtherOption = {
  [Key in keyof typeof optionKinds]: (typeof optionKinds)[Key] extends OptionKind<"other"> ? Key : never;
}[keyof typeof optionKinds];

/** The names of all options. */
export const sessionOptionKeys = Object.keys(optionKinds) as (keyof SessionOptions)[];

/** Returns the names of the options that belong to some parts of a session. */
export function keysOf(...parts: readonly Part[]): (keyof SessionOptions)[] {
  return sessionOptionKeys.filter((key) => parts.includes(optionKinds[key].part));
}

function run(check: OptionKind["check"]): OptionKind<"run"> {
  return { part: "run", check };
}

function other(check: OptionKind["check"]): OptionKind<"other"> {
  return { part: "other", check };
}

function model(check: OptionKind["check"]): OptionKind<"model"> {
  return { part: "model", check };
}

function label(check: OptionKind["check"]): OptionKind<"label"> {
  return { part: "label", check };
}

function apart(): OptionKind<"apart"> {
  return { part: "apart", check: () => undefined };
}

const isShare = (value: number) => (value > 0 && value <= 1) || value === Infinity;
const isCount = (value: number) => (Number.isInteger(value) && value >= 1) || value === Infinity;
const isLeverage = (value: number) => value >= 1 && value <= 1000;
const isFraction = (value: number) => value >= 0 && value < Infinity;
const isRate = (value: number) => value > -1 && value < Infinity;

function checkSeed(seed: unknown): void {
  if (typeof seed !== "string" && !Number.isFinite(seed)) throw expected("seed", "text or a number", seed);
}

function checkModel(option: string, value: unknown, method: string): void {
  if (typeof value === "function") return;
  const one = value as Readonly<Record<string, unknown>>;
  if (typeof one === "object" && one !== null && typeof one[method] === "function") return;
  throw expected(option, `a model such as ${option}Bps(1), or a function`, value);
}

function checkLatency(latency: unknown): void {
  const { bars, milliseconds } = Object(latency) as { bars: number; milliseconds: number };
  if (!(typeof latency === "object" && bars >= 0 && milliseconds >= 0))
    throw expected("latency", "a model such as latencyBars(1)", latency);
}

function checkBorrow(rate: unknown, { symbols }: FeedFacts): void {
  for (const symbol of symbolsOfBorrow(rate)) checkSymbol("borrowRate", symbols, symbol);
}

function checkDayCount(count: unknown): void {
  if (count !== 365 && count !== 360) throw expected("dayCount", "365 or 360", count);
}

function checkFill(fill: unknown): void {
  if (!isFields(fill)) throw expected("fill", 'an object such as { touch: "through" }', fill);
  checkKeys("fill", fill, ["touch", "price"]);
  const { touch, price } = fill;
  if (touch !== undefined) checkOneOf("fill.touch", touch, ["touch", "through"]);
  if (price !== undefined) checkOneOf("fill.price", price, ["open", "close"]);
}

function checkPaceOf(feed: FeedFacts, pace: Pace): void {
  checkPace(pace);
  if (isLive(feed)) checkLivePace(pace, feed.name);
}

function checkHalts(halts: unknown, { symbols, calendar }: FeedFacts): void {
  if (!Array.isArray(halts)) throw expected("halts", "an array of { symbol, from, to }", halts);
  halts.forEach((halt: unknown, at) => {
    if (typeof halt !== "object" || halt === null)
      throw expected(`halts[${at}]`, "an object { symbol, from, to }", halt);
    if ("symbol" in halt) checkSymbol("halts", symbols, halt.symbol as string);
  });
  haltTest(halts, calendar);
}

// What a function of the params returns is checked with the params.
function checkRebalance(rebalance: unknown): void {
  if (isGenerator(rebalance)) throw expected("rebalance", "a rule or a plain function", rebalance);
  if (typeof rebalance !== "function") checkedRule("rebalance", rebalance as RuleOf<never>);
}

function checkSnapshots(every: unknown): void {
  if (every === "fill") return;
  if (typeof every !== "object" || every === null) {
    parseInterval(every as string | number, "snapshotEvery");
    return;
  }
  checkKeys("snapshotEvery", every, ["bars"]);
  const { bars } = every as { bars?: unknown };
  if (!(Number.isSafeInteger(bars) && (bars as number) >= 1))
    throw expected("snapshotEvery.bars", "a whole number of at least 1", bars);
}

function checkSizes({ symbols }: FeedFacts, option: string, size: unknown): void {
  if (typeof size === "object" && !isFields(size)) throw expected(option, "a positive number, or one by symbol", size);
  if (isFields(size)) for (const symbol of Object.keys(size)) checkSymbol(option, symbols, symbol);
  sizeBySymbol(option, size as number | Readonly<Record<string, number>>, 1);
}
