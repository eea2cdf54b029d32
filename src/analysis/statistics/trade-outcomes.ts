import type { TradeProfits } from "../record/trade-profits";

/** How many round trips won and lost, and by how much. */
export interface TradeOutcomes {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Sum of the net profits of those that won, currency. */
  readonly gained: number;
  /** Sum of the net profits of those that lost, currency, not positive. */
  readonly lost: number;
  /** Sum of all net profits, currency. */
  readonly net: number;
}

/**
 * Counts and sums round trips by outcome. Break-even is `|netPnl| ≤ 1e-9 × entry notional`, because doubles seldom
 * give exactly zero. Such a trade neither wins nor loses.
 */
export function tradeOutcomesOf(trades: TradeProfits): TradeOutcomes {
  let wins = 0;
  let losses = 0;
  let gained = 0;
  let lost = 0;
  let net = 0;
  for (let i = 0; i < trades.length; i++) {
    const netPnl = trades.netPnl(i);
    const smallest = 1e-9 * Math.abs(trades.entryNotional(i));
    net += netPnl;
    if (netPnl > smallest) {
      wins++;
      gained += netPnl;
    } else if (netPnl < -smallest) {
      losses++;
      lost += netPnl;
    }
  }
  return { count: trades.length, wins, losses, gained, lost, net };
}
