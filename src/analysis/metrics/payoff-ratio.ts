import { defined } from "./defined";
import type { TradeOutcomes } from "./trade-outcomes";

/** Returns the mean net profit of the round trips that won, currency; `null` without one. */
export function averageWin({ gained, wins }: TradeOutcomes): number | null {
  return wins === 0 ? null : defined(gained / wins);
}

/** Returns the mean net profit of the round trips that lost, currency, negative; `null` without one. */
export function averageLoss({ lost, losses }: TradeOutcomes): number | null {
  return losses === 0 ? null : defined(lost / losses);
}

/** Returns `averageWin / |averageLoss|`; `null` where either side is missing. */
export function payoffRatio(outcomes: TradeOutcomes): number | null {
  const win = averageWin(outcomes);
  const loss = averageLoss(outcomes);
  return win === null || loss === null ? null : defined(win / -loss);
}
