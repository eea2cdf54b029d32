import type { ReturnConventions } from "../statistics/conventions";

/**
 * The metrics of returns that can be resampled: smooth functions of means over the returns. `mean` is that of one period;
 * all others are those of the catalog, of a year.
 */
export type ResampledMetric = "mean" | "annualVolatility" | "sharpe" | "sortino" | "cagr";

/** Means over returns, in the order of `featuresOf`. */
export type FeatureMeans = ArrayLike<number>;

/** How many numbers a return gives whose means a metric depends on. */
export const featureCount = 4;
const [plain, square, downside, growth] = [0, 1, 2, 3];
// What stands for the logarithm of a total loss: the growth of any record with it is exactly 0.
const ruin = -1e9;
// Deviations below this share of the squares are rounding.
const flat = 1e-13;

/**
 * Returns the numbers of each return whose means the metrics depend on, return by return: `r`, `r²`, `min(r − rf, 0)²` and
 * `log(1 + r)`. The last is NaN for a loss of more than everything.
 */
export function featuresOf(returns: Float64Array, riskFree: number): Float64Array {
  const features = new Float64Array(returns.length * featureCount);
  for (let at = 0; at < returns.length; at++) {
    const r = returns[at];
    const short = Math.min(r - riskFree, 0);
    const first = at * featureCount;
    features[first + plain] = r;
    features[first + square] = r * r;
    features[first + downside] = short * short;
    features[first + growth] = r === -1 ? ruin : Math.log1p(r);
  }
  return features;
}

/** A metric as a function of means. */
export interface SmoothMetric {
  /** Whether a higher or lower value is better. */
  readonly better: "higher" | "lower";
  /** Which means it depends on. */
  readonly features: readonly number[];
  /** The metric of `count` returns with these means; NaN where it is undefined. */
  value(means: FeatureMeans, count: number, conventions: ReturnConventions): number;
  /** Its derivative by each of `features`. */
  gradient(means: FeatureMeans, count: number, conventions: ReturnConventions): number[];
}

/** `std` with `count − 1`; NaN at zero variance. */
function deviationOf(means: FeatureMeans, count: number): number {
  const variance = means[square] - means[plain] ** 2;
  return variance > flat * means[square] ? Math.sqrt((variance * count) / (count - 1)) : Number.NaN;
}

/** Whether returns with these means are all equal, so that they have no ratio, and a volatility of 0. */
export function doNotVary(means: FeatureMeans): boolean {
  return Number.isNaN(deviationOf(means, 2));
}

const mean: SmoothMetric = {
  better: "higher",
  features: [plain],
  value: (means) => means[plain],
  gradient: () => [1],
};

const annualVolatility: SmoothMetric = {
  better: "lower",
  features: [plain, square],
  value: (means, count, { periodsPerYear }) => deviationOf(means, count) * Math.sqrt(periodsPerYear),
  gradient(means, count, { periodsPerYear }) {
    const scale = (Math.sqrt(periodsPerYear) * count) / (count - 1) / deviationOf(means, count);
    return [-means[plain] * scale, scale / 2];
  },
};

const sharpe: SmoothMetric = {
  better: "higher",
  features: [plain, square],
  value: (means, count, { periodsPerYear, riskFree }) =>
    ((means[plain] - riskFree) / deviationOf(means, count)) * Math.sqrt(periodsPerYear),
  gradient(means, count, { periodsPerYear, riskFree }) {
    const deviation = deviationOf(means, count);
    const slope = ((means[plain] - riskFree) * count) / (count - 1) / deviation ** 3;
    const year = Math.sqrt(periodsPerYear);
    return [year * (1 / deviation + slope * means[plain]), (-year * slope) / 2];
  },
};

const sortino: SmoothMetric = {
  better: "higher",
  features: [plain, downside],
  value(means, _count, { periodsPerYear, riskFree }) {
    if (!(means[downside] > 0)) return Number.NaN;
    return ((means[plain] - riskFree) / Math.sqrt(means[downside])) * Math.sqrt(periodsPerYear);
  },
  gradient(means, _count, { periodsPerYear, riskFree }) {
    const year = Math.sqrt(periodsPerYear);
    const shortfall = Math.sqrt(means[downside]);
    return [year / shortfall, (-year * (means[plain] - riskFree)) / 2 / shortfall ** 3];
  },
};

const cagr: SmoothMetric = {
  better: "higher",
  features: [growth],
  value: (means, _count, { periodsPerYear, growthPerYear = periodsPerYear }) =>
    Math.expm1(growthPerYear * means[growth]),
  gradient: (means, _count, { periodsPerYear, growthPerYear = periodsPerYear }) => [
    growthPerYear * Math.exp(growthPerYear * means[growth]),
  ],
};

/** The metrics that day returns can be resampled for. */
export const resampledMetrics: Readonly<Record<ResampledMetric, SmoothMetric>> = {
  mean,
  annualVolatility,
  sharpe,
  sortino,
  cagr,
};

/** Returns the means of the features over all returns. */
export function meansOf(features: Float64Array): Float64Array {
  const means = new Float64Array(featureCount);
  for (let at = 0; at < features.length; at++) means[at % featureCount] += features[at];
  const count = features.length / featureCount;
  return means.map((sum) => sum / count);
}

/**
 * Returns what each return contributes to a metric, but for a constant: the metric's derivatives times its features. Their
 * long-run variance over the number of returns is the variance of the metric (the delta method).
 */
export function contributionsOf(
  features: Float64Array,
  metric: SmoothMetric,
  conventions: ReturnConventions,
): Float64Array {
  const count = features.length / featureCount;
  const gradient = metric.gradient(meansOf(features), count, conventions);
  const contributions = new Float64Array(count);
  for (const [k, feature] of metric.features.entries())
    for (let at = 0; at < count; at++) contributions[at] += gradient[k] * features[at * featureCount + feature];
  return contributions;
}
