import { type Matrix, solve, transposed, withCappedSingularValues } from "./small-matrix";

/** How a long-run variance is estimated. */
export interface LongRunOptions {
  /** Weights of the autocovariances: Parzen (Gallant, 1987) or quadratic spectral (Andrews, 1991). Default `"parzen"`. */
  readonly kernel?: "parzen" | "quadraticSpectral";
  /** Whether a vector autoregression of order 1 is taken out first (Andrews and Monahan, 1992). Default `true`. */
  readonly prewhiten?: boolean;
}

const largestSingularValue = 0.97;
const largestAutocorrelation = 0.97;

/**
 * Returns `c'Ψc`, Ψ the long-run covariance matrix of some series: T times the variance of the mean of `Σ c_k x_k`, whatever
 * their dependence in time. Bandwidth by autoregressions of order 1 of each series: `2.6614(αT)^0.2` for Parzen's kernel and
 * `1.3221(αT)^0.2` for the quadratic spectral one; times `T/(T − m)` for m series. At least 0.
 * Source: Andrews (1991); Andrews and Monahan (1992); Ledoit and Wolf (2008), Robust Performance Hypothesis Testing with the
 * Sharpe Ratio, of which m is 4.
 */
export function longRunVariance(
  series: readonly Float64Array[],
  coefficients: readonly number[],
  { kernel = "parzen", prewhiten = true }: LongRunOptions = {},
): number {
  const centred = series.map(withoutMean);
  if (!prewhiten) return kernelVariance(centred, coefficients, kernel);
  const filter = withCappedSingularValues(autoregression(centred), largestSingularValue);
  const residuals = centred.map((one, row) => {
    const own = filter[row];
    return one.subarray(1).map((value, at) => {
      let expected = 0;
      for (let k = 0; k < own.length; k++) expected += own[k] * centred[k][at];
      return value - expected;
    });
  });
  // With D = (I - A)^-1, c'D Psi D'c is the variance for the coefficients D'c.
  const rest = transposed(filter.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value)));
  return kernelVariance(residuals, solve(rest, coefficients), kernel);
}

function withoutMean(values: Float64Array): Float64Array {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  const mean = sum / values.length;
  return values.map((value) => value - mean);
}

/** Least squares of each series on the last values of all, without a constant. */
function autoregression(series: readonly Float64Array[]): Matrix {
  // In units of each series' own size, because squares of returns are far smaller than returns.
  const sizes = series.map((one) => Math.sqrt(products(one, one, 0)) || 1);
  const scaled = (lag: number) =>
    series.map((a, i) => series.map((b, j) => products(a, b, lag) / (sizes[i] * sizes[j])));
  const before = series.map((a, i) => series.map((b, j) => products(a, b, 0, a.length - 1) / (sizes[i] * sizes[j])));
  return scaled(1).map((row, i) => solve(before, row).map((value, j) => (value * sizes[i]) / sizes[j]));
}

/** `Σ a_t b_(t − lag)`, over the first `end` values. */
function products(a: Float64Array, b: Float64Array, lag: number, end = a.length): number {
  let sum = 0;
  for (let at = lag; at < end; at++) sum += a[at] * b[at - lag];
  return sum;
}

function kernelVariance(
  series: readonly Float64Array[],
  coefficients: readonly number[],
  kernel: "parzen" | "quadraticSpectral",
): number {
  const length = series[0].length;
  const combined = new Float64Array(length);
  for (const [k, one] of series.entries())
    for (let at = 0; at < length; at++) combined[at] += coefficients[k] * one[at];
  const rate = (persistence(series) * length) ** 0.2;
  const bandwidth = (kernel === "parzen" ? 2.6614 : 1.3221) * rate;
  const reach = kernel === "parzen" ? Math.ceil(bandwidth) - 1 : bandwidth > 0 ? length : 0;
  const lags = Math.min(reach, length - 1);
  let variance = products(combined, combined, 0);
  for (let lag = 1; lag <= lags; lag++) {
    const x = lag / bandwidth;
    variance += 2 * (kernel === "parzen" ? parzen(x) : quadraticSpectral(x)) * products(combined, combined, lag);
  }
  return Math.max(0, (variance / length) * (length / (length - series.length)));
}

/** Andrews' α(2): how far the autocorrelations reach. */
function persistence(series: readonly Float64Array[]): number {
  let above = 0;
  let below = 0;
  for (const one of series) {
    const [late, early] = [withoutMean(one.subarray(1)), withoutMean(one.subarray(0, -1))];
    const slope = products(late, early, 0) / (products(early, early, 0) || 1);
    const rho = Math.max(-largestAutocorrelation, Math.min(largestAutocorrelation, slope));
    let squares = 0;
    for (let at = 0; at < late.length; at++) squares += (late[at] - slope * early[at]) ** 2;
    const variance = squares / late.length;
    above += (4 * rho * rho * variance * variance) / (1 - rho) ** 8;
    below += (variance * variance) / (1 - rho) ** 4;
  }
  return below > 0 ? above / below : 0;
}

function parzen(x: number): number {
  if (x <= 0.5) return 1 - 6 * x * x + 6 * x ** 3;
  return x <= 1 ? 2 * (1 - x) ** 3 : 0;
}

function quadraticSpectral(x: number): number {
  const z = (6 * Math.PI * x) / 5;
  return (3 / (z * z)) * (Math.sin(z) / z - Math.cos(z));
}
