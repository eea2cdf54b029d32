import type { TradeOutcomes } from "./trade-outcomes";

/** Returns the share of the round trips that won, break-even ones in the denominator; `null` without a trade. */
export function winRate({ wins, count }: TradeOutcomes): number | null {
  return count === 0 ? null : wins / count;
}
