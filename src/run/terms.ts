import { carryOf, maintenanceOf } from "../core/account/carry/rates";
import { costFormOf, type EngineTerms } from "../core/account/terms";
import { dayLength } from "../core/days";
import { parseInterval } from "../core/interval";
import { sizeBySymbol } from "../core/lots";
import { calendarFrom } from "../core/market/calendar";
import type { CorporateAction } from "../core/market/corporate-action";
import { haltTest } from "../core/market/halts";
import { timeText } from "../core/market/instant";
import { commissionAtAnyPrice, slippageAtAnyPrice } from "../core/models/any-price";
import { PaperLabError } from "../errors";
import { type Models, modelsOf } from "./models";
import type { RunPlan } from "./plan";
import { type Defaults, knownRules, newestRules, type Rules, rulesNumberOf, rulesOf } from "./rules";
import { seededRandom } from "./seeded-random";
import type { SnapshotEvery } from "./tracker";

/**
 * Returns a plan's terms for the engine. Throws INVALID_OPTION for a user's own model that is not `given`, and
 * RULES_CHANGED if this paperlab does not have the plan's rules. `now`: the time of the step that the engine is at, for the messages of models.
 */
export function engineTerms(plan: RunPlan, given: Models = {}, now: () => number = noTime): EngineTerms {
  const { symbols, interval, daily, options } = plan;
  const { behavior } = rulesFor(plan);
  const calendar = calendarFrom(plan.calendar);
  const { lotSizeRoundTheClock: _, lotSize: __, ...sized } = settledOptions(plan);
  const {
    historyBarsWithoutEnd: ___,
    historyBarsOfLong: ____,
    tickSize,
    seed,
    snapshotEvery: _____,
    ...settled
  } = sized;
  const { commission, slippage, latency, risk, borrowRate: ______, ...others } = settled;
  const { initialCapital, shorting, onInsufficientCash, closeAtEnd, ...further } = others;
  const { leverage, cashRate, marginRate, dayCount, ...rest } = further;
  const { fill, volumeLimit, historyBars, minimumTrade, adjustOrders, ...untold } = rest;
  // If the engine is not told of an option, this does not compile.
  untold satisfies Record<string, never>;
  const when = (time: number) => timeText(time, daily ? calendar : undefined);
  const models = modelsOf(settled, given, behavior, when, now);
  // Each is named: objects made by spreading can get different hidden classes from run to run, which makes V8 throw
  // away the engine's compiled code.
  return {
    symbols,
    calendar,
    interval,
    daily,
    historyBars,
    halted: haltTest(options.halts, calendar, behavior.haltsWholeDays ? interval : undefined),
    actions: actionsOf(plan),
    adjustOrders,
    initialCapital,
    leverage,
    shorting,
    carry: carryOf({ borrowRate: models.borrowRate, cashRate, marginRate, dayCount }),
    maintenance: maintenanceOf(options.maintenanceMargin, behavior.callsMargin && (leverage > 1 || shorting)),
    onInsufficientCash,
    closeAtEnd,
    negativePrices: plan.negativePrices === true,
    commission: plan.negativePrices ? commissionAtAnyPrice(models.commission) : models.commission,
    slippage: plan.negativePrices ? slippageAtAnyPrice(models.slippage, behavior.slipsBelowZero) : models.slippage,
    costs: costFormOf({ ...models, behavior }),
    latency: models.latency,
    risk: models.risk,
    fill,
    volumeLimit,
    lotSize: lotSizeOf(plan),
    tickSize: sizeBySymbol("tickSize", options.tickSize, tickSize),
    minimumTrade,
    behavior,
    randomStream: (name) => seededRandom(seed, name),
  };
}

// Where nothing runs, no model is asked.
const noTime = () => Number.NaN;

/** Returns the corporate actions that a session under a plan applies: those of its symbols, if its rules apply any. */
export function actionsOf({ symbols, feed, ...plan }: RunPlan): readonly CorporateAction[] {
  const { actions = feed?.actions ?? [] } = plan;
  const isApplied = (rulesOf(plan) ?? newestRules()).behavior.appliesActions;
  return isApplied ? actions.filter(({ symbol }) => symbols.includes(symbol)) : [];
}

/** Returns when a plan's snapshots are taken. */
export function snapshotEvery(plan: RunPlan): SnapshotEvery {
  const every = settledOptions(plan).snapshotEvery;
  if (every === "fill" || typeof every === "object") return every;
  const milliseconds = parseInterval(every, "snapshotEvery");
  return milliseconds === dayLength ? "day" : milliseconds;
}

/** Returns the initial capital of a plan, currency. */
export function initialCapitalOf(plan: RunPlan): number {
  return settledOptions(plan).initialCapital;
}

/**
 * Returns a function that gives the lot size of each symbol of a plan, in units. If this paperlab does not have the
 * plan's rules, it uses the newest.
 */
export function lotSizeOf(plan: RunPlan): (symbol: string) => number {
  const { lotSize, lotSizeRoundTheClock } = (rulesOf(plan) ?? newestRules()).defaults;
  const otherwise = plan.calendar.spec === "always" ? lotSizeRoundTheClock : lotSize;
  return sizeBySymbol("lotSize", plan.options.lotSize, otherwise);
}

// Lot and tick sizes keep their defaults for symbols that are not named.
function settledOptions(plan: RunPlan): Defaults {
  const { defaults } = rulesFor(plan);
  const { lotSize: _, tickSize: __, fill, ...options } = plan.options;
  const historyBars = impliedHistoryBars(plan) ?? defaults.historyBars;
  const given = Object.entries(options).filter(([key, value]) => Object.hasOwn(defaults, key) && isGiven(value));
  return { ...defaults, historyBars, ...Object.fromEntries(given), fill: { ...defaults.fill, ...fill } };
}

/**
 * Returns how many bars of each symbol are kept because the feed would fill the memory; `undefined` if it would not, or if
 * an option says how many.
 */
export function impliedHistoryBars(plan: RunPlan): number | undefined {
  const { historyBarsWithoutEnd, historyBarsOfLong } = (rulesOf(plan) ?? newestRules()).defaults;
  // Null was Infinity, which JSON does not have.
  if (plan.options.historyBars !== undefined) return undefined;
  return plan.endless ? historyBarsWithoutEnd : plan.long ? historyBarsOfLong : undefined;
}

// JSON has no Infinity and writes null.
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function rulesFor(plan: RunPlan): Rules {
  return rulesOf(plan) ?? refuse(rulesNumberOf(plan));
}

function refuse(number: number): never {
  const has = knownRules.map((one) => one.number).join(", ");
  throw new PaperLabError("RULES_CHANGED", `Expected a plan under rules ${has}, was under ${number}`);
}
