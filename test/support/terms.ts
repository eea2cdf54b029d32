import { tenthBehavior } from "../../src/core/account/behavior";
import { costFormOf, type EngineTerms } from "../../src/core/account/terms";
import { sizeBySymbol } from "../../src/core/lots";
import { type CalendarChoice, type CalendarSpec, calendarFrom, calendarOf } from "../../src/core/market/calendar";
import { type Halt, haltTest } from "../../src/core/market/halts";
import { noCommission } from "../../src/core/models/commission";
import { noLatency } from "../../src/core/models/latency";
import { noSlippage } from "../../src/core/models/slippage";
import { seededRandom } from "../../src/run/seeded-random";
import { day } from "./bars";

type Size = number | Readonly<Record<string, number>>;

/**
 * Terms as tests write them. All are optional. Sizes are given by number or symbol, halts and calendars as literals.
 */
export type TermOptions = Partial<Omit<EngineTerms, "lotSize" | "tickSize" | "halted" | "calendar" | "fill">> & {
  lotSize?: Size;
  tickSize?: Size;
  halts?: readonly Halt[];
  calendar?: CalendarSpec | CalendarChoice;
  fill?: Partial<EngineTerms["fill"]>;
};

/** Terms of an engine on daily bars of one symbol, A: 10,000 in cash, no costs and no limits, except for `options`. */
export function engineTerms(options: TermOptions = {}): EngineTerms {
  const { lotSize, tickSize, halts, calendar: spec = "always", fill, ...rest } = options;
  const isChoice = typeof spec === "object" && "timezone" in spec;
  const calendar = isChoice ? calendarFrom(spec) : calendarOf(spec);
  const models = { commission: noCommission, slippage: noSlippage, behavior: tenthBehavior, ...options };
  return {
    symbols: ["A"],
    initialCapital: 10_000,
    interval: day,
    daily: options.interval === undefined || options.interval === day,
    commission: noCommission,
    slippage: noSlippage,
    negativePrices: false,
    costs: costFormOf(models),
    latency: noLatency,
    volumeLimit: Infinity,
    shorting: false,
    leverage: 1,
    carry: undefined,
    maintenance: undefined,
    onInsufficientCash: "reduce",
    risk: [],
    historyBars: Infinity,
    closeAtEnd: false,
    actions: [],
    adjustOrders: true,
    minimumTrade: 0,
    behavior: tenthBehavior,
    randomStream: (name) => seededRandom(1, name),
    ...rest,
    calendar,
    halted: haltTest(halts, calendar, "interval" in options ? options.interval : day),
    lotSize: sizeBySymbol("lotSize", lotSize, 1),
    tickSize: sizeBySymbol("tickSize", tickSize, 0),
    fill: { touch: "touch", price: "open", ...fill },
  };
}
