import type { TradeProfits } from "../record/trade-profits";
import { defined } from "../statistics/defined";
import { deviation, isFlat, momentsOf } from "../statistics/moments";
import { tradeOutcomesOf } from "../statistics/trade-outcomes";

/** What round trips say about a way of trading, besides how many won. */
export interface TradeStatistics {
  readonly trades: number;
  /** Sum of the net profits, currency. */
  readonly netPnl: number;
  /** Share that won, a fraction. */
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  /** Mean net profit, currency. */
  readonly expectancy: number | null;
  readonly averageWin: number | null;
  /** Negative. */
  readonly averageLoss: number | null;
  readonly payoffRatio: number | null;
  /** System quality number, `√n · mean / std` of the net profits. Source: Tharp (2008), Super Trader. */
  readonly sqn: number | null;
  /**
   * The share of the capital to stake that makes it grow fastest, `p − (1 − p) / payoffRatio`, with `p` the share of those that won
   * among those that won or lost. Source: Kelly (1956), A new interpretation of information rate.
   */
  readonly kelly: number | null;
  /** Highest and lowest net profit, currency. */
  readonly best: number | null;
  readonly worst: number | null;
  /** Most that won, and most that lost, one after the other. One that broke even ends both. */
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
}

/** Returns the statistics of round trips that are in order. */
export function tradeStatisticsOf(trades: TradeProfits): TradeStatistics {
  const { count, wins, losses, gained, lost, net } = tradeOutcomesOf(trades);
  const profits = Float64Array.from({ length: count }, (_, place) => trades.netPnl(place));
  const moments = momentsOf(profits);
  const averageWin = wins === 0 ? null : gained / wins;
  const averageLoss = losses === 0 ? null : lost / losses;
  const payoffRatio = averageWin === null || averageLoss === null ? null : averageWin / -averageLoss;
  const share = wins / (wins + losses);
  return {
    trades: count,
    netPnl: net,
    winRate: count === 0 ? null : wins / count,
    profitFactor: losses === 0 ? null : gained / -lost,
    expectancy: count === 0 ? null : net / count,
    averageWin,
    averageLoss,
    payoffRatio,
    sqn: count < 2 || isFlat(moments) ? null : defined((Math.sqrt(count) * moments.mean) / deviation(moments)),
    kelly: payoffRatio === null ? null : share - (1 - share) / payoffRatio,
    best: count === 0 ? null : moments.max,
    worst: count === 0 ? null : moments.min,
    ...streaksOf(trades),
  };
}

function streaksOf(trades: TradeProfits): Pick<TradeStatistics, "longestWinStreak" | "longestLossStreak"> {
  const longest = { longestWinStreak: 0, longestLossStreak: 0 };
  let [won, lost] = [0, 0];
  for (let place = 0; place < trades.length; place++) {
    const netPnl = trades.netPnl(place);
    const smallest = 1e-9 * Math.abs(trades.entryNotional(place));
    won = netPnl > smallest ? won + 1 : 0;
    lost = netPnl < -smallest ? lost + 1 : 0;
    longest.longestWinStreak = Math.max(longest.longestWinStreak, won);
    longest.longestLossStreak = Math.max(longest.longestLossStreak, lost);
  }
  return longest;
}
