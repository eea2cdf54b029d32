import type { PeriodReturns } from "./returns";

/** A metric of the newest returns at each time. */
export type RollingMetric = "sharpe" | "annualVolatility" | "totalReturn";

/** The names of these metrics. */
export const rollingMetrics: readonly RollingMetric[] = ["sharpe", "annualVolatility", "totalReturn"];

/** What a year is, and what money earns without risk. */
export interface RollingTerms {
  readonly periodsPerYear: number;
  /** Of one period, a fraction. */
  readonly riskFree: number;
}

/**
 * Returns a metric of each `window` returns, at the time of the last of them: the Sharpe ratio
 * `(mean − rf) / std · √N`, the volatility `std · √N`, both with `n − 1`, or the growth over all of them. `NaN` if a
 * return is not finite, and for a Sharpe ratio of returns that do not vary.
 */
export function rollingReturns(
  { time, value }: PeriodReturns,
  metric: RollingMetric,
  window: number,
  terms: RollingTerms,
): PeriodReturns {
  const count = Math.max(0, value.length - window + 1);
  const rolling = new Float64Array(count);
  for (let i = 0; i < count; i++) rolling[i] = measures[metric](value.subarray(i, i + window), terms);
  return { time: time.subarray(value.length - count), value: rolling };
}

const measures: Readonly<Record<RollingMetric, (values: Float64Array, terms: RollingTerms) => number>> = {
  sharpe(values, { periodsPerYear, riskFree }) {
    const { mean, deviation } = momentsOf(values);
    return deviation === 0 ? Number.NaN : ((mean - riskFree) / deviation) * Math.sqrt(periodsPerYear);
  },
  annualVolatility: (values, { periodsPerYear }) => momentsOf(values).deviation * Math.sqrt(periodsPerYear),
  totalReturn(values) {
    let growth = 1;
    for (const value of values) growth *= 1 + value;
    return growth - 1;
  },
};

// Equal returns have a deviation of 2e-19 in floating point, and then a Sharpe ratio of 7e16.
function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const mean = sum / values.length;
  if (most - least <= 4 * Number.EPSILON * Math.max(Math.abs(most), Math.abs(least))) return { mean, deviation: 0 };
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
