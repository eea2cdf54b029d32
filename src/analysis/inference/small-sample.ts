import { momentsOf } from "../statistics/moments";

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
 * of what they contribute beyond what all have in common.
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
  const variance = (kurtosisBeyondCommon(contributions) - 1 + 4 * squares) / n;
  return { freedom: 2 / variance, bias: Math.max(0.1, 1 - (1 + 2 * weights) / n) };
}

/** Mean raw kurtosis of each series less the mean of all. */
function kurtosisBeyondCommon(contributions: readonly Float64Array[]): number {
  const n = contributions[0].length;
  const common = new Float64Array(n);
  for (const one of contributions) for (let at = 0; at < n; at++) common[at] += one[at] / contributions.length;
  let sum = 0;
  let counted = 0;
  for (const one of contributions) {
    const { squares, fourths } = momentsOf(one.map((value, at) => value - common[at]));
    if (!(squares > 0)) continue;
    sum += (n * fourths) / (squares * squares);
    counted++;
  }
  return counted === 0 ? 3 : sum / counted;
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
