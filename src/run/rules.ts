import {
  type Behavior,
  eighthBehavior,
  fifthBehavior,
  firstBehavior,
  fourthBehavior,
  ninthBehavior,
  secondBehavior,
  seventhBehavior,
  sixthBehavior,
  tenthBehavior,
  thirdBehavior,
} from "../core/account/behavior";
import type { MinimumTrade } from "../core/account/minimum-trade";
import type { FillRules } from "../core/orders/types/kind";
import type { RunOptions } from "./plan";

/**
 * The defaults of the options that decide a run, except halts, of which there are none by default, `rebalance`, and
 * `maintenanceMargin`, which depends on others.
 */
export interface Defaults
  extends Required<
    Omit<RunOptions, "fill" | "halts" | "rebalance" | "lotSize" | "tickSize" | "minimumTrade" | "maintenanceMargin">
  > {
  readonly fill: FillRules;
  readonly lotSize: number;
  /** The default lot size if the market never closes, as with coins. */
  readonly lotSizeRoundTheClock: number;
  readonly tickSize: number;
  /** The default number of newest bars that `history` keeps on a feed without an end. */
  readonly historyBarsWithoutEnd: number;
  /** The same on a feed with an end that is long. */
  readonly historyBarsOfLong: number;
  readonly minimumTrade: MinimumTrade;
}

/**
 * The rules of a session: their number, which is part of its identity, the defaults of its options, and the behavior
 * of the engine.
 */
export interface Rules {
  readonly number: number;
  readonly defaults: Defaults;
  readonly behavior: Behavior;
}

const firstRules: Rules = {
  number: 1,
  defaults: {
    initialCapital: 100_000,
    commission: { name: "noCommission" },
    slippage: { name: "noSlippage" },
    latency: { name: "noLatency" },
    risk: [],
    fill: { touch: "touch", price: "open" },
    volumeLimit: Infinity,
    shorting: false,
    leverage: 1,
    borrowRate: 0,
    cashRate: 0,
    marginRate: 0,
    dayCount: 365,
    lotSize: 1,
    lotSizeRoundTheClock: 1,
    tickSize: 0,
    minimumTrade: 0,
    onInsufficientCash: "reduce",
    snapshotEvery: "1d",
    seed: 1,
    closeAtEnd: false,
    adjustOrders: true,
    historyBars: Infinity,
    historyBarsWithoutEnd: 100_000,
    historyBarsOfLong: 1_000_000,
  },
  behavior: firstBehavior,
};

const secondRules: Rules = {
  number: 2,
  defaults: { ...firstRules.defaults, lotSizeRoundTheClock: 1e-8, minimumTrade: "small" },
  behavior: secondBehavior,
};

const thirdRules: Rules = { number: 3, defaults: secondRules.defaults, behavior: thirdBehavior };

const fourthRules: Rules = { number: 4, defaults: secondRules.defaults, behavior: fourthBehavior };

const fifthRules: Rules = { number: 5, defaults: secondRules.defaults, behavior: fifthBehavior };

const sixthRules: Rules = { number: 6, defaults: secondRules.defaults, behavior: sixthBehavior };

const seventhRules: Rules = { number: 7, defaults: secondRules.defaults, behavior: seventhBehavior };

const eighthRules: Rules = { number: 8, defaults: secondRules.defaults, behavior: eighthBehavior };

const ninthRules: Rules = { number: 9, defaults: secondRules.defaults, behavior: ninthBehavior };

const tenthRules: Rules = { number: 10, defaults: secondRules.defaults, behavior: tenthBehavior };

/** All rules that a session can run under, oldest first. A stored session keeps its own, a new one has the last. */
export const knownRules: Rules[] = [
  firstRules,
  secondRules,
  thirdRules,
  fourthRules,
  fifthRules,
  sixthRules,
  seventhRules,
  eighthRules,
  ninthRules,
  tenthRules,
];

/** Returns the rules that a new session is made under. */
export function newestRules(): Rules {
  return knownRules[knownRules.length - 1];
}

/** Returns the number of the rules that a session was made under. Plans under the first rules do not say it. */
export function rulesNumberOf({ rules = 1 }: { readonly rules?: number }): number {
  return rules;
}

/** Returns the rules that a session was made under, or `undefined` if this paperlab does not have them. */
export function rulesOf(plan: { readonly rules?: number }): Rules | undefined {
  return knownRules.find(({ number }) => number === rulesNumberOf(plan));
}
