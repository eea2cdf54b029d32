import { defined } from "./defined";
import type { TradeOutcomes } from "./trade-outcomes";

/** Returns the mean net profit of a round trip, currency; `null` without a trade. */
export function expectancy({ net, count }: TradeOutcomes): number | null {
  return count === 0 ? null : defined(net / count);
}
