/** Every metric of a session or series, `null` where it is undefined. `metricCatalog` has their formulas. */
export interface Metrics {
  /** Growth over the whole record, a fraction. */
  readonly totalReturn: number | null;
  /** Compound annual growth rate, a fraction. */
  readonly cagr: number | null;
  /** Annual standard deviation of the returns, a fraction. */
  readonly annualVolatility: number | null;
  /** Annual Sharpe ratio. */
  readonly sharpe: number | null;
  /** Annual deviation of the returns below the risk-free return, a fraction. */
  readonly downsideDeviation: number | null;
  /** Annual Sortino ratio. */
  readonly sortino: number | null;
  /** Deepest fall below the highest point so far, a fraction, never positive. */
  readonly maxDrawdown: number | null;
  /** Longest time from a peak to its recovery, or to the end, in days. */
  readonly maxDrawdownDays: number | null;
  /** Annual growth over the maximum drawdown. */
  readonly calmar: number | null;
  /** Gains above the risk-free return over shortfalls below it. */
  readonly omega: number | null;
  /** The return that 5 % of the periods fall below, a fraction, negative for a loss. */
  readonly valueAtRisk95: number | null;
  /** Mean of the worst 5 % of the returns, a fraction, negative for a loss. */
  readonly cvar95: number | null;
  /** The return that 1 % of the periods fall below, a fraction, negative for a loss. */
  readonly valueAtRisk99: number | null;
  /** Mean of the worst 1 % of the returns, a fraction, negative for a loss. */
  readonly cvar99: number | null;
  /** Population skewness of the returns. */
  readonly skewness: number | null;
  /** Population kurtosis of the returns less 3. */
  readonly excessKurtosis: number | null;
  /** Highest return of a period, a fraction. */
  readonly bestPeriod: number | null;
  /** Lowest return of a period, a fraction. */
  readonly worstPeriod: number | null;
  /** Share of the periods other than 0 that are positive, a fraction. */
  readonly winRatePeriods: number | null;
  /** Sum of the positive returns over that of the negative ones. */
  readonly profitFactorPeriods: number | null;
  /** Jensen's alpha of a year, a fraction. */
  readonly alpha: number | null;
  /** Slope on the benchmark's returns. */
  readonly beta: number | null;
  /** Correlation with the benchmark's returns. */
  readonly correlation: number | null;
  /** Annual standard deviation of the active returns, a fraction. */
  readonly trackingError: number | null;
  /** Annual mean of the active returns over their standard deviation. */
  readonly informationRatio: number | null;
  /** Growth of the benchmark over the joined range, a fraction. */
  readonly benchmarkReturn: number | null;
  /** Number of closed round trips. */
  readonly trades: number | null;
  /** Share of the round trips that won, a fraction. */
  readonly winRate: number | null;
  /** Net profit of the winning round trips over the net loss of the losing ones. */
  readonly profitFactor: number | null;
  /** Mean net profit of a round trip, currency. */
  readonly expectancy: number | null;
  /** Mean net profit of a winning round trip, currency. */
  readonly averageWin: number | null;
  /** Mean net profit of a losing round trip, currency, negative. */
  readonly averageLoss: number | null;
  /** Average win over average loss. */
  readonly payoffRatio: number | null;
  /** Mean gross exposure over day ends, a fraction of the equity. */
  readonly exposure: number | null;
  /** Notional traded in a year over the equity. */
  readonly turnover: number | null;
  /** Commissions paid, currency. */
  readonly commission: number | null;
  /** Cost of slippage, currency; already in the prices. */
  readonly slippage: number | null;
  /** Last equity, currency. */
  readonly finalEquity: number | null;
}

/** Name of one metric. */
export type MetricKey = keyof Metrics;
