import { annualVolatility } from "./annual-volatility";
import { cagr } from "./cagr";
import { calmar } from "./calmar";
import type { DrawdownSummary } from "./drawdown";
import { bestPeriod, worstPeriod } from "./extreme-periods";
import type { Metrics } from "./metrics";
import { momentsOf } from "./moments";
import { omega } from "./omega";
import { periodSumsOf } from "./period-sums";
import { profitFactorPeriods } from "./profit-factor-periods";
import { excessKurtosis, skewness } from "./shape";
import { sharpe } from "./sharpe";
import { downsideDeviation, sortino } from "./sortino";
import { tailOf } from "./tail";
import type { ReturnTerms } from "./terms";
import { conditionalValueAtRisk, valueAtRisk } from "./value-at-risk";
import { winRatePeriods } from "./win-rate-periods";

/** The metrics that a series has by itself. */
export type ReturnMetrics = Pick<
  Metrics,
  | "totalReturn"
  | "cagr"
  | "annualVolatility"
  | "sharpe"
  | "downsideDeviation"
  | "sortino"
  | "maxDrawdown"
  | "maxDrawdownDays"
  | "calmar"
  | "omega"
  | "valueAtRisk95"
  | "cvar95"
  | "valueAtRisk99"
  | "cvar99"
  | "skewness"
  | "excessKurtosis"
  | "bestPeriod"
  | "worstPeriod"
  | "winRatePeriods"
  | "profitFactorPeriods"
>;

/** Returns the metrics of finite returns, given the total return and the drawdown of the levels they came from. */
export function returnMetrics(
  returns: Float64Array,
  total: number | null,
  drawdown: DrawdownSummary,
  terms: ReturnTerms,
): ReturnMetrics {
  const moments = momentsOf(returns);
  const tail = tailOf(returns);
  const sums = periodSumsOf(returns);
  const growth = cagr(total, returns.length, terms.periodsPerYear);
  const downside = downsideDeviation(returns, terms);
  return {
    totalReturn: total,
    cagr: growth,
    annualVolatility: annualVolatility(moments, terms.periodsPerYear),
    sharpe: sharpe(moments, terms),
    downsideDeviation: downside,
    sortino: sortino(moments, downside, terms),
    maxDrawdown: drawdown.depth,
    maxDrawdownDays: drawdown.days,
    calmar: calmar(growth, drawdown.depth),
    omega: omega(returns, terms.riskFree),
    valueAtRisk95: valueAtRisk(tail, 95),
    cvar95: conditionalValueAtRisk(tail, 95),
    valueAtRisk99: valueAtRisk(tail, 99),
    cvar99: conditionalValueAtRisk(tail, 99),
    skewness: skewness(moments),
    excessKurtosis: excessKurtosis(moments),
    bestPeriod: bestPeriod(moments),
    worstPeriod: worstPeriod(moments),
    winRatePeriods: winRatePeriods(sums),
    profitFactorPeriods: profitFactorPeriods(sums),
  };
}
