import { expectancy } from "./expectancy";
import type { Metrics } from "./metrics";
import { averageLoss, averageWin, payoffRatio } from "./payoff-ratio";
import { profitFactor } from "./profit-factor";
import { type TradeProfits, tradeOutcomesOf } from "./trade-outcomes";
import { winRate } from "./win-rate";

/** The metrics of closed round trips. */
export type TradeMetrics = Pick<
  Metrics,
  "trades" | "winRate" | "profitFactor" | "expectancy" | "averageWin" | "averageLoss" | "payoffRatio"
>;

/** What they are of a series that has no trades to count. */
export const noTradeMetrics: TradeMetrics = {
  trades: null,
  winRate: null,
  profitFactor: null,
  expectancy: null,
  averageWin: null,
  averageLoss: null,
  payoffRatio: null,
};

/** Returns the metrics of closed round trips. */
export function tradeMetrics(trades: TradeProfits): TradeMetrics {
  const outcomes = tradeOutcomesOf(trades);
  return {
    trades: outcomes.count,
    winRate: winRate(outcomes),
    profitFactor: profitFactor(outcomes),
    expectancy: expectancy(outcomes),
    averageWin: averageWin(outcomes),
    averageLoss: averageLoss(outcomes),
    payoffRatio: payoffRatio(outcomes),
  };
}
