import assert from "node:assert/strict";
import { metricsFrom } from "../../../src/analysis/metrics/catalog";
import { profitsOf, type TradeProfits } from "../../../src/analysis/record/trade-profits";
import { tradeOutcomesOf } from "../../../src/analysis/statistics/trade-outcomes";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { materialOf } from "./material";

function tradesOf(...profits: number[]): TradeProfits {
  const trades = profits.flatMap((profit, i) => {
    const common = { symbol: "A", quantity: 1, commission: 0, slippage: 0, time: i };
    return roundTrips([
      { ...common, id: "a", orderId: "a", side: "buy", price: 100 },
      { ...common, id: "b", orderId: "b", side: "sell", price: 100 + profit },
    ]);
  });
  return profitsOf(trades);
}

function tradeMetrics(profits: TradeProfits) {
  const { trades, winRate, profitFactor, expectancy, averageWin, averageLoss, payoffRatio } = metricsFrom({
    ...materialOf([]),
    trades: tradeOutcomesOf(profits),
  });
  return { trades, winRate, profitFactor, expectancy, averageWin, averageLoss, payoffRatio };
}

describe("metrics of trades", () => {
  it("are null without a trade, but for their number", () => {
    const { trades, ...others } = tradeMetrics(profitsOf([]));
    assert.equal(trades, 0);
    assert.ok(Object.values(others).every((value) => value === null));
  });

  it("count a break-even trade, which neither wins nor loses", () => {
    const { trades, winRate, expectancy, profitFactor } = tradeMetrics(tradesOf(3, 1e-8, -1e-8, -1));
    assert.deepEqual([trades, winRate, profitFactor], [4, 0.25, 3]);
    assert.ok(Math.abs(expectancy! - 0.5) < 1e-12);
  });

  it("compare the average win with the average loss", () => {
    const { averageWin, averageLoss, payoffRatio } = tradeMetrics(tradesOf(3, 5, -2));
    assert.deepEqual([averageWin, averageLoss, payoffRatio], [4, -2, 2]);
  });

  it("have no profit factor without a loss, and no payoff ratio without a win", () => {
    assert.equal(tradeMetrics(tradesOf(1)).profitFactor, null);
    assert.deepEqual([tradeMetrics(tradesOf(-1)).profitFactor, tradeMetrics(tradesOf(-1)).payoffRatio], [0, null]);
  });
});
