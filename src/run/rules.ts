import { type Behavior, firstBehavior, secondBehavior } from "../core/account/behavior";
import type { MinimumTrade } from "../core/account/minimum-trade";
import type { FillRules } from "../core/orders/types/kind";
import type { RunOptions } from "./plan";

/** What holds where an option is not given: of all that decide a run but halts, of which there are none. */
export interface Defaults
  extends Required<Omit<RunOptions, "fill" | "halts" | "lotSize" | "tickSize" | "minimumTrade">> {
  readonly fill: FillRules;
  readonly lotSize: number;
  /** Where the market never closes, as that for coins. */
  readonly lotSizeRoundTheClock: number;
  readonly tickSize: number;
  readonly minimumTrade: MinimumTrade;
}

/** What a session is made under: a number that is part of its identity, the defaults of its options, and the engine's ways. */
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
    lotSize: 1,
    lotSizeRoundTheClock: 1,
    tickSize: 0,
    minimumTrade: 0,
    onInsufficientCash: "reduce",
    snapshotEvery: "1d",
    seed: 1,
    closeAtEnd: false,
    historyBars: Infinity,
  },
  behavior: firstBehavior,
};

const secondRules: Rules = {
  number: 2,
  defaults: { ...firstRules.defaults, lotSizeRoundTheClock: 1e-8, minimumTrade: "small" },
  behavior: secondBehavior,
};

/** All rules that a session can run under, the oldest first: one that was stored goes on under its own, a new one has the last. */
export const knownRules: Rules[] = [firstRules, secondRules];

/** Returns the rules that a new session is made under. */
export function newestRules(): Rules {
  return knownRules[knownRules.length - 1];
}

/** Returns the number of the rules a session was made under. Plans of the first have none. */
export function rulesNumberOf({ rules = 1 }: { readonly rules?: number }): number {
  return rules;
}

/** Returns the rules a session was made under; `undefined` where they are not known here, or no more. */
export function rulesOf(plan: { readonly rules?: number }): Rules | undefined {
  return knownRules.find(({ number }) => number === rulesNumberOf(plan));
}
