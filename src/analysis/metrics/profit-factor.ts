import { defined } from "./defined";
import type { TradeOutcomes } from "./trade-outcomes";

/** Returns `Σ netPnl⁺ / |Σ netPnl⁻|` of round trips; `null` without a losing one. */
export function profitFactor({ gained, lost, losses }: TradeOutcomes): number | null {
  return losses === 0 ? null : defined(gained / -lost);
}
