import type { Material } from "../statistics/material";
import { alpha } from "./alpha";
import { annualVolatility } from "./annual-volatility";
import { averageLoss } from "./average-loss";
import { averageWin } from "./average-win";
import { benchmarkReturn } from "./benchmark-return";
import { bestPeriod } from "./best-period";
import { beta } from "./beta";
import { cagr } from "./cagr";
import { calmar } from "./calmar";
import { commission } from "./commission";
import { correlation } from "./correlation";
import { cvar95 } from "./cvar-95";
import { cvar99 } from "./cvar-99";
import { downCapture } from "./down-capture";
import { downsideDeviation } from "./downside-deviation";
import { excessKurtosis } from "./excess-kurtosis";
import { expectancy } from "./expectancy";
import { exposure } from "./exposure";
import { finalEquity } from "./final-equity";
import { informationRatio } from "./information-ratio";
import { maxDrawdown } from "./max-drawdown";
import { maxDrawdownDays } from "./max-drawdown-days";
import type { Metric } from "./metric";
import { omega } from "./omega";
import { payoffRatio } from "./payoff-ratio";
import { profitFactor } from "./profit-factor";
import { profitFactorPeriods } from "./profit-factor-periods";
import { roundTripExpectancy } from "./round-trip-expectancy";
import { roundTripProfitFactor } from "./round-trip-profit-factor";
import { roundTripWinRate } from "./round-trip-win-rate";
import { roundTrips } from "./round-trips";
import { sharpe } from "./sharpe";
import { skewness } from "./skewness";
import { slippage } from "./slippage";
import { sortino } from "./sortino";
import { totalReturn } from "./total-return";
import { trackingError } from "./tracking-error";
import { trades } from "./trades";
import { turnover } from "./turnover";
import { upCapture } from "./up-capture";
import { valueAtRisk95 } from "./value-at-risk-95";
import { valueAtRisk99 } from "./value-at-risk-99";
import { winRate } from "./win-rate";
import { winRatePeriods } from "./win-rate-periods";
import { worstPeriod } from "./worst-period";

// Every metric, in the order in which they are listed everywhere. Editors show the comment above each.
const metrics = {
  /** Growth over the whole record, a fraction. */
  totalReturn,
  /** Compound annual growth rate, a fraction. */
  cagr,
  /** Annual standard deviation of the returns, a fraction. */
  annualVolatility,
  /** Annual Sharpe ratio. */
  sharpe,
  /** Annual deviation of the returns below the risk-free return, a fraction. */
  downsideDeviation,
  /** Annual Sortino ratio. */
  sortino,
  /** Deepest fall below the highest point so far, a fraction, never positive. */
  maxDrawdown,
  /** Longest time from a peak to its recovery, or to the end, in days. */
  maxDrawdownDays,
  /** Annual growth over the maximum drawdown. */
  calmar,
  /** Gains above the risk-free return over shortfalls below it. */
  omega,
  /** The return that 5 % of the periods fall below, a fraction, negative for a loss. */
  valueAtRisk95,
  /** Mean of the worst 5 % of the returns, a fraction, negative for a loss. */
  cvar95,
  /** The return that 1 % of the periods fall below, a fraction, negative for a loss. */
  valueAtRisk99,
  /** Mean of the worst 1 % of the returns, a fraction, negative for a loss. */
  cvar99,
  /** Population skewness of the returns. */
  skewness,
  /** Population kurtosis of the returns less 3. */
  excessKurtosis,
  /** Highest return of a period, a fraction. */
  bestPeriod,
  /** Lowest return of a period, a fraction. */
  worstPeriod,
  /** Share of the periods other than 0 that are positive, a fraction. */
  winRatePeriods,
  /** Sum of the positive returns over that of the negative ones. */
  profitFactorPeriods,
  /** Jensen's alpha of a year, a fraction. */
  alpha,
  /** Slope on the benchmark's returns. */
  beta,
  /** Correlation with the benchmark's returns. */
  correlation,
  /** Annual standard deviation of the active returns, a fraction. */
  trackingError,
  /** Annual mean of the active returns over their standard deviation. */
  informationRatio,
  /** Annual growth in the periods in which the benchmark rose, over its own. */
  upCapture,
  /** Annual growth in the periods in which the benchmark fell, over its own. */
  downCapture,
  /** Growth of the benchmark over the joined range, a fraction. */
  benchmarkReturn,
  /** Number of closed round trips. */
  trades,
  /** Share of the round trips that won, a fraction. */
  winRate,
  /** Net profit of the winning round trips over the net loss of the losing ones. */
  profitFactor,
  /** Mean net profit of a round trip, currency. */
  expectancy,
  /** Mean net profit of a winning round trip, currency. */
  averageWin,
  /** Mean net profit of a losing round trip, currency, negative. */
  averageLoss,
  /** Average win over average loss. */
  payoffRatio,
  /** Number of closed round trips from flat to flat. */
  roundTrips,
  /** Share of the round trips from flat to flat that won, a fraction. */
  roundTripWinRate,
  /** Mean net profit of a round trip from flat to flat, currency. */
  roundTripExpectancy,
  /** Net profit of the winning round trips from flat to flat over the net loss of the losing ones. */
  roundTripProfitFactor,
  /** Mean gross exposure over day ends, a fraction of the equity. */
  exposure,
  /** Notional traded in a year over the equity. */
  turnover,
  /** Commissions paid, currency. */
  commission,
  /** Cost of slippage, currency; already in the prices. */
  slippage,
  /** Last equity, currency. */
  finalEquity,
} satisfies Readonly<Record<string, Metric>>;

/** Name of one metric. */
export type MetricKey = keyof typeof metrics;

/** Every metric of a session or series; `null` if it is undefined. `docs/metrics.md` has the formulas. */
export type Metrics = { readonly [Key in keyof typeof metrics]: number | null };

/** A metric under its name. */
export interface CatalogEntry extends Metric {
  readonly key: MetricKey;
}

/** Every metric, in the order in which they are listed everywhere. A test keeps `docs/metrics.md` in step. */
export const metricCatalog: readonly CatalogEntry[] = Object.entries(metrics).map(([key, metric]) => ({
  key: key as MetricKey,
  ...metric,
}));

const measures = new Map<string, Metric["measure"]>(metricCatalog.map(({ key, measure }) => [key, measure]));

/** Returns the values of some metrics, in their order; NaN where undefined. Only what they are taken from is looked at. */
export function metricValues(material: Material, keys: readonly MetricKey[]): Float64Array {
  return Float64Array.from(keys, (key) => measures.get(key)?.(material) ?? Number.NaN);
}

/** Returns the values of all metrics. */
export function metricsFrom(material: Material): Metrics {
  const entries = metricCatalog.map(({ key, measure }) => [key, measure(material)]);
  return Object.fromEntries(entries) as Metrics;
}
