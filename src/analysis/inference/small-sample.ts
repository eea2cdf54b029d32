import { longRunVariance } from "../resampling/long-run-variance";
import { momentsOf } from "../statistics/moments";
import { stationaryError } from "./baseline";

/** How well the standard errors of differences are known. */
export interface ErrorKnowledge {
  /** Degrees of freedom of their squares. */
  readonly freedom: number;
  /** Expected square over the true one: below 1, because deviations are taken from the mean of the record itself. */
  readonly bias: number;
}

/**
 * Returns how well the stationary bootstrap with some mean block length knows the errors of differences between series,
 * given what each return contributes to the metric of each series: the weights of autocovariances are
 * `κ_i = (1 − i/n)(1 − q)^i + (i/n)(1 − q)^(n − i)` (Politis and Romano, 1994); of returns that do not depend on one another
 * the square has a mean of `1 − (1 + 2 Σ κ_i (1 − i/n))/n` and a relative variance of `(k − 1 + 4 Σ κ_i²)/n`, k the kurtosis
 * of what they contribute beyond what all have in common. Of returns that do, blocks miss a part: the mean is at most the sum
 * over the series of the bootstrap's squared errors over that of `longRunVariance`.
 */
export function errorKnowledge(contributions: readonly Float64Array[], blockLength: number): ErrorKnowledge {
  const n = contributions[0].length;
  const stay = 1 - 1 / blockLength;
  let [weights, squares] = [0, 0];
  for (let lag = 1; lag < n; lag++) {
    const share = lag / n;
    const weight = (1 - share) * stay ** lag + share * stay ** (n - lag);
    weights += weight * (1 - share);
    squares += weight * weight * (1 - share);
  }
  const beyond = beyondCommon(contributions);
  const [bootstrapped, longRun] = [
    sumOf(beyond, (one) => n * stationaryError(one, blockLength) ** 2),
    sumOf(beyond, (one) => longRunVariance([one], [1])),
  ];
  const missed = longRun > 0 ? bootstrapped / longRun : 1;
  const variance = (meanKurtosis(beyond) - 1 + 4 * squares) / n;
  return { freedom: 2 / variance, bias: Math.max(leastBias, Math.min(missed, 1 - (1 + 2 * weights) / n)) };
}

// Where it would be lower, blocks are far too short, and a larger correction would only be noise.
const leastBias = 0.1;

/** Each series less the mean of all. */
function beyondCommon(contributions: readonly Float64Array[]): Float64Array[] {
  const common = new Float64Array(contributions[0].length);
  for (const one of contributions)
    for (let at = 0; at < common.length; at++) common[at] += one[at] / contributions.length;
  return contributions.map((one) => one.map((value, at) => value - common[at]));
}

function sumOf(series: readonly Float64Array[], of: (one: Float64Array) => number): number {
  return series.reduce((sum, one) => sum + of(one), 0);
}

/** Mean raw kurtosis of those that vary; 3 if none does. */
function meanKurtosis(series: readonly Float64Array[]): number {
  const moments = series.map(momentsOf).filter(({ squares }) => squares > 0);
  const sum = moments.reduce((all, { count, squares, fourths }) => all + (count * fourths) / squares ** 2, 0);
  return moments.length === 0 ? 3 : sum / moments.length;
}

/**
 * Returns a statistic as it would be if its standard error were known: the number that a standard normal variable exceeds as
 * often as the statistic is exceeded, which has the t-distribution. Without it the largest of many statistics is called
 * significant too often in short records, where errors are known badly and the smallest of them makes the largest statistic.
 * `((8f + 1)/(8f + 3))·√(f·log(1 + t²/f))`, f the degrees of freedom.
 * Source: Wallace (1959), Bounds on Normal Approximations to Student's and the Chi-Square Distributions.
 */
export function asNormal(statistic: number, { freedom, bias }: ErrorKnowledge): number {
  const t = statistic * Math.sqrt(bias);
  const size = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return t < 0 ? -size : size;
}
