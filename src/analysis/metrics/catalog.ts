import type { MetricKey } from "./metrics";

/** What a metric measures in, which way is better, and its formula: all that a table or a page has to know of it. */
export interface MetricDescription {
  readonly key: MetricKey;
  /** Its name for people. */
  readonly title: string;
  readonly unit: "fraction" | "ratio" | "currency" | "days" | "count";
  /** Which value wins a comparison; `"none"` where neither is better in itself. */
  readonly better: "higher" | "lower" | "none";
  /** One line, in the words of `docs/metrics.md`. */
  readonly formula: string;
}

type Row = readonly [
  title: string,
  unit: MetricDescription["unit"],
  better: MetricDescription["better"],
  formula: string,
];

const rows: Readonly<Record<MetricKey, Row>> = {
  totalReturn: ["Total return", "fraction", "higher", "W_n − 1, W_t = Π(1 + r)"],
  cagr: ["CAGR", "fraction", "higher", "W_n^(N/n) − 1"],
  annualVolatility: ["Volatility (annual)", "fraction", "lower", "std(r)·√N"],
  sharpe: ["Sharpe ratio", "ratio", "higher", "mean(r − rf)/std(r)·√N"],
  downsideDeviation: ["Downside deviation (annual)", "fraction", "lower", "√(Σ min(r − rf, 0)²/n)·√N"],
  sortino: ["Sortino ratio", "ratio", "higher", "mean(r − rf)·N / downsideDeviation"],
  maxDrawdown: ["Max drawdown", "fraction", "higher", "min(W_t / max_{s≤t} W_s − 1), W_0 is a peak"],
  maxDrawdownDays: ["Longest drawdown", "days", "lower", "longest time from a peak to its recovery, or to the end"],
  calmar: ["Calmar ratio", "ratio", "higher", "cagr / abs(maxDrawdown)"],
  omega: ["Omega ratio", "ratio", "higher", "Σ max(r − rf, 0) / Σ max(rf − r, 0)"],
  valueAtRisk95: ["Value at risk (95 %)", "fraction", "higher", "5 % quantile of r, type 7; negative is a loss"],
  cvar95: ["CVaR (95 %)", "fraction", "higher", "mean of the ⌊(n − 1)·5/100⌋ + 1 lowest r"],
  valueAtRisk99: ["Value at risk (99 %)", "fraction", "higher", "1 % quantile of r, type 7; negative is a loss"],
  cvar99: ["CVaR (99 %)", "fraction", "higher", "mean of the ⌊(n − 1)/100⌋ + 1 lowest r"],
  skewness: ["Skewness", "ratio", "higher", "m3 / m2^1.5, population"],
  excessKurtosis: ["Excess kurtosis", "ratio", "lower", "m4 / m2² − 3, population"],
  bestPeriod: ["Best period", "fraction", "higher", "max(r)"],
  worstPeriod: ["Worst period", "fraction", "higher", "min(r)"],
  winRatePeriods: ["Winning periods", "fraction", "higher", "#(r > 0) / #(r ≠ 0)"],
  profitFactorPeriods: ["Profit factor (periods)", "ratio", "higher", "Σ r⁺ / abs(Σ r⁻)"],
  alpha: ["Alpha (annual)", "fraction", "higher", "(1 + mean[(r − rf) − β(b − rf)])^N − 1"],
  beta: ["Beta", "ratio", "none", "cov(r, b) / var(b)"],
  correlation: ["Correlation", "ratio", "none", "cov(r, b) / (σ_r·σ_b)"],
  trackingError: ["Tracking error (annual)", "fraction", "none", "std(r − b)·√N"],
  informationRatio: ["Information ratio", "ratio", "higher", "mean(r − b)/std(r − b)·√N"],
  benchmarkReturn: ["Benchmark return", "fraction", "none", "B_last / B_first − 1 over the joined range"],
  trades: ["Trades", "count", "none", "number of closed round trips"],
  winRate: ["Winning trades", "fraction", "higher", "#(netPnl > 1e-9 × entry notional) / trades"],
  profitFactor: ["Profit factor (trades)", "ratio", "higher", "Σ netPnl⁺ / abs(Σ netPnl⁻)"],
  expectancy: ["Expectancy", "currency", "higher", "mean(netPnl)"],
  averageWin: ["Average win", "currency", "higher", "mean(netPnl of winning trades)"],
  averageLoss: ["Average loss", "currency", "higher", "mean(netPnl of losing trades), negative"],
  payoffRatio: ["Payoff ratio", "ratio", "higher", "averageWin / abs(averageLoss)"],
  exposure: ["Exposure", "fraction", "none", "mean over day ends of Σ abs(market value) / equity"],
  turnover: [
    "Turnover (annual)",
    "ratio",
    "none",
    "mean over days of Σ quantity·price / closing equity, × days of a year",
  ],
  commission: ["Commission", "currency", "lower", "Σ commission of fills"],
  slippage: ["Slippage", "currency", "lower", "Σ slippage of fills; already in the prices"],
  finalEquity: ["Final equity", "currency", "higher", "last point of the equity curve"],
};

/** Every metric, in the order in which metrics are listed everywhere. `docs/metrics.md` is kept in step by a test. */
export const metricCatalog: readonly MetricDescription[] = Object.entries(rows).map(
  ([key, [title, unit, better, formula]]) => ({ key: key as MetricKey, title, unit, better, formula }),
);
