/** The states of trading, from the freest on. */
export const tradingStates = ["ACTIVE", "REDUCING", "HALTED"] as const;

/**
 * Which orders a session accepts: `ACTIVE` all of them, `REDUCING` only those that reduce a position, `HALTED` none.
 */
export type TradingState = (typeof tradingStates)[number];

/** A change of the trading state, or one more reason for it. */
export interface TradingStateChange {
  /** The time of its step, epoch milliseconds UTC. */
  readonly time: number;
  readonly state: TradingState;
  /** `CODE` or `CODE: key=value, ...`. */
  readonly reason: string;
  /** The risk rule that asked for it; absent if it was set by hand. */
  readonly rule?: string;
}

/** The trading state of one session, for those who must obey it. */
export class TradingGate {
  state: TradingState = "ACTIVE";
  /** The risk rule by which the session is REDUCING; absent if it was set by hand, or older rules do not say it. */
  rule: string | undefined = undefined;
}
