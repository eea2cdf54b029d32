import type { RiskRule } from "../../core/account/risk";
import { checkKeys, expected } from "../../core/checks";
import type { EngineTerms } from "../../core/engine/terms";
import { sizeBySymbol } from "../../core/lots";
import type { Calendar } from "../../core/market/calendar";
import { haltTest } from "../../core/market/halts";
import { noCommission } from "../../core/models/commission";
import { type LatencyModel, noLatency } from "../../core/models/latency";
import { noSlippage } from "../../core/models/slippage";
import type { FillRules } from "../../core/orders/types/matching";
import { checkSymbol, chosenSymbols } from "../../feeds/bars/symbols";
import { checkedCommission, checkedRule, checkedSlippage } from "./checked-models";
import { checkBoolean, checkNumber, checkOneOf, isPositive } from "./checks";
import type { SessionOptions } from "./options";

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
  const { initialCapital = 100_000, historyBars = Infinity, volumeLimit = Infinity } = options;
  const { shorting = false, closeAtEnd = false, onInsufficientCash = "reduce", halts, lotSize, tickSize } = options;
  const { commission = noCommission, slippage = noSlippage, latency = noLatency, risk = [] } = options;
  return {
    symbols: chosenSymbols(feed.name, feed.symbols, options.symbols),
    calendar,
    interval,
    daily,
    initialCapital: checkNumber("initialCapital", initialCapital, "a positive number", isPositive),
    commission: checkedCommission(checkModel("commission", commission, "commission")),
    slippage: checkedSlippage(checkModel("slippage", slippage, "slip")),
    latency: checkLatency(latency),
    fill: checkFill(options.fill),
    volumeLimit: checkNumber("volumeLimit", volumeLimit, "a number above 0, at most 1", isShare),
    shorting: checkBoolean("shorting", shorting),
    leverage: 1,
    onInsufficientCash: checkOneOf("onInsufficientCash", onInsufficientCash, ["reduce", "reject"]),
    halted: haltTest(checkHalts(feed, halts), calendar),
    risk: checkRisk(risk).map(checkedRule),
    lotSize: sizeBySymbol("lotSize", checkSizes(feed, "lotSize", lotSize), 1),
    tickSize: sizeBySymbol("tickSize", checkSizes(feed, "tickSize", tickSize), 0),
    historyBars: checkNumber("historyBars", historyBars, "a whole number from 1", isCount),
    closeAtEnd: checkBoolean("closeAtEnd", closeAtEnd),
  };
}

const isShare = (value: number) => (value > 0 && value <= 1) || value === Infinity;
const isCount = (value: number) => (Number.isInteger(value) && value >= 1) || value === Infinity;

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
  rules.forEach((rule: RiskRule | null | undefined, at) => {
    if (typeof rule?.check !== "function")
      throw expected(`risk[${at}]`, "a rule such as maxPositionWeight(0.25)", rule);
  });
  return rules;
}

function checkFill(fill: Partial<FillRules> = {}): FillRules {
  if (typeof fill !== "object" || fill === null) throw expected("fill", 'an object such as { touch: "through" }', fill);
  checkKeys("fill", fill, ["touch", "price"]);
  const { touch = "touch", price = "open" } = fill;
  return {
    touch: checkOneOf("fill.touch", touch, ["touch", "through"]),
    price: checkOneOf("fill.price", price, ["open", "close"]),
  };
}

function checkHalts({ symbols }: FeedFacts, halts: SessionOptions["halts"]): SessionOptions["halts"] {
  if (halts === undefined) return undefined;
  if (!Array.isArray(halts)) throw expected("halts", "an array of { symbol, from, to }", halts);
  halts.forEach((halt: unknown, at) => {
    if (typeof halt !== "object" || halt === null)
      throw expected(`halts[${at}]`, "an object { symbol, from, to }", halt);
    if ("symbol" in halt) checkSymbol("halts", symbols, halt.symbol as string);
  });
  return halts;
}

function checkSizes<Size extends SessionOptions["lotSize"]>({ symbols }: FeedFacts, option: string, size: Size): Size {
  if (typeof size !== "object") return size;
  if (size === null) throw expected(option, "a positive number, or one by symbol", size);
  for (const symbol of Object.keys(size)) checkSymbol(option, symbols, symbol);
  return size;
}
