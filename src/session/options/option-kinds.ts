import { checkKeys, expected } from "../../core/checks";
import { sizeBySymbol } from "../../core/lots";
import { haltTest } from "../../core/market/halts";
import { checkSymbol, chosenSymbols } from "../../feeds/bars/symbols";
import { parseInterval } from "../../feeds/source/interval";
import type { FeedFacts } from "../../feeds/source/source";
import { checkBoolean, checkNumber, checkOneOf, checkText, isPositive } from "./checks";
import type { SessionOptions } from "./options";
import { checkPace, type Pace } from "./pace";

/** What there is to know of one option. */
export interface OptionKind {
  /**
   * What it is to the session: what `decides` its outcome or how that is measured tells it from others; a `model` does so
   * too, as far as its name and params tell it; a `label` changes nothing of it; what is `apart` is looked after by the plan of the session.
   */
  readonly part: "decides" | "model" | "label" | "apart";
  /** Throws INVALID_OPTION, UNKNOWN_OPTION or UNKNOWN_SYMBOL; it is not asked about what was left out. */
  readonly check: (value: unknown, feed: FeedFacts) => void;
}

/** Every option of a session: the one place in which they are declared beside their types. */
export const optionKinds: Readonly<Record<keyof SessionOptions, OptionKind>> = {
  name: label(checkName),
  ifExists: label((value) => checkOneOf("ifExists", value, ["reuse", "replace", "error", "new"])),
  initialCapital: decides((value) => checkNumber("initialCapital", value, "a positive number", isPositive)),
  symbols: decides((value, { name, symbols }) => chosenSymbols(name, symbols, value as readonly string[])),
  params: apart(),
  commission: model((value) => checkModel("commission", value, "commission")),
  slippage: model((value) => checkModel("slippage", value, "slip")),
  latency: model(checkLatency),
  fill: decides(checkFill),
  volumeLimit: decides((value) => checkNumber("volumeLimit", value, "a number above 0, at most 1", isShare)),
  shorting: decides((value) => checkBoolean("shorting", value)),
  lotSize: decides((value, feed) => checkSizes(feed, "lotSize", value)),
  tickSize: decides((value, feed) => checkSizes(feed, "tickSize", value)),
  onInsufficientCash: decides((value) => checkOneOf("onInsufficientCash", value, ["reduce", "reject"])),
  halts: decides(checkHalts),
  risk: model(checkRisk),
  benchmark: apart(),
  snapshotEvery: decides((value) => parseInterval(value as string | number, "snapshotEvery")),
  returnsEvery: decides((value) => checkOneOf("returnsEvery", value, ["bar", "minute", "hour", "day"])),
  periodsPerYear: decides((value) => checkNumber("periodsPerYear", value, "a positive number", isPositive)),
  riskFree: decides((value) => checkNumber("riskFree", value, "a fraction above -1, such as 0.02", isRate)),
  pace: decides((value) => checkPace(value as Pace)),
  seed: decides(checkSeed),
  closeAtEnd: decides((value) => checkBoolean("closeAtEnd", value)),
  historyBars: decides((value) => checkNumber("historyBars", value, "a whole number from 1", isCount)),
  notes: label((value) => checkText("notes", value)),
  tags: label(checkTags),
};

/** Every option's name. */
export const sessionOptionKeys = Object.keys(optionKinds) as (keyof SessionOptions)[];

/** Returns the names of the options that are some part of a session. */
export function keysOf(...parts: readonly OptionKind["part"][]): (keyof SessionOptions)[] {
  return sessionOptionKeys.filter((key) => parts.includes(optionKinds[key].part));
}

function decides(check: OptionKind["check"]): OptionKind {
  return { part: "decides", check };
}

function model(check: OptionKind["check"]): OptionKind {
  return { part: "model", check };
}

function label(check: OptionKind["check"]): OptionKind {
  return { part: "label", check };
}

function apart(): OptionKind {
  return { part: "apart", check: () => undefined };
}

const isShare = (value: number) => (value > 0 && value <= 1) || value === Infinity;
const isCount = (value: number) => (Number.isInteger(value) && value >= 1) || value === Infinity;
const isRate = (value: number) => value > -1 && value < Infinity;

// A name is a heading in every table and picture.
const LONGEST_NAME = 200;

function checkName(name: unknown): void {
  if (typeof name !== "string" || name.trim() === "") throw expected("name", "text", name);
  if (name.length > LONGEST_NAME) throw expected("name", `of at most ${LONGEST_NAME} characters`, name.length);
}

function checkSeed(seed: unknown): void {
  if (typeof seed !== "string" && !Number.isFinite(seed)) throw expected("seed", "text or a number", seed);
}

function checkTags(tags: unknown): void {
  if (!(Array.isArray(tags) && tags.every((tag) => typeof tag === "string")))
    throw expected("tags", "an array of texts", tags);
}

function checkModel(option: string, value: unknown, method: string): void {
  const one = value as Readonly<Record<string, unknown>>;
  if (typeof one === "object" && one !== null && typeof one[method] === "function") return;
  throw expected(option, `a model such as ${option}Bps(1)`, value);
}

function checkLatency(latency: unknown): void {
  const { bars, milliseconds } = Object(latency) as { bars: number; milliseconds: number };
  if (!(typeof latency === "object" && bars >= 0 && milliseconds >= 0))
    throw expected("latency", "a model such as latencyBars(1)", latency);
}

function checkRisk(rules: unknown): void {
  if (!Array.isArray(rules)) throw expected("risk", "an array of rules such as [maxPositionWeight(0.25)]", rules);
  rules.forEach((rule: { check?: unknown } | null | undefined, at) => {
    if (typeof rule?.check !== "function")
      throw expected(`risk[${at}]`, "a rule such as maxPositionWeight(0.25)", rule);
  });
}

function checkFill(fill: unknown): void {
  if (typeof fill !== "object" || fill === null) throw expected("fill", 'an object such as { touch: "through" }', fill);
  checkKeys("fill", fill, ["touch", "price"]);
  const { touch, price } = fill as { touch?: unknown; price?: unknown };
  if (touch !== undefined) checkOneOf("fill.touch", touch, ["touch", "through"]);
  if (price !== undefined) checkOneOf("fill.price", price, ["open", "close"]);
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

function checkSizes({ symbols }: FeedFacts, option: string, size: unknown): void {
  if (size === null) throw expected(option, "a positive number, or one by symbol", size);
  if (typeof size === "object") for (const symbol of Object.keys(size)) checkSymbol(option, symbols, symbol);
  sizeBySymbol(option, size as number | Readonly<Record<string, number>>, 1);
}
