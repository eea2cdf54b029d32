import { noCommission } from "../core/models/commission";
import { noLatency } from "../core/models/latency";
import { noSlippage } from "../core/models/slippage";
import type { FillRules } from "../core/orders/types/matching";
import type { SessionOptions } from "../session/terms/options";

/** The options that decide what a session does, and have something in their place where they are not given. */
type Decisive =
  | "initialCapital"
  | "commission"
  | "slippage"
  | "latency"
  | "volumeLimit"
  | "shorting"
  | "onInsufficientCash"
  | "risk"
  | "snapshotEvery"
  | "seed"
  | "closeAtEnd"
  | "historyBars";

/** What holds where an option is not given. */
export interface Defaults extends Required<Pick<SessionOptions, Decisive>> {
  readonly fill: FillRules;
  readonly lotSize: number;
  readonly tickSize: number;
}

/** What a session is made under: a number that is part of its identity, and the defaults of its options. */
export interface Rules {
  readonly number: number;
  readonly defaults: Defaults;
}

const firstRules: Rules = {
  number: 1,
  defaults: {
    initialCapital: 100_000,
    commission: noCommission,
    slippage: noSlippage,
    latency: noLatency,
    fill: { touch: "touch", price: "open" },
    volumeLimit: Infinity,
    shorting: false,
    lotSize: 1,
    tickSize: 0,
    onInsufficientCash: "reduce",
    risk: [],
    snapshotEvery: "1d",
    seed: 1,
    closeAtEnd: false,
    historyBars: Infinity,
  },
};

/** All rules that a session can run under, the oldest first: one that was stored goes on under its own, a new one has the last. */
export const knownRules: readonly Rules[] = [firstRules];

/** Returns the number of the rules a session was made under. Configs of the first have none. */
export function rulesNumberOf({ rules = 1 }: { readonly rules?: number }): number {
  return rules;
}
