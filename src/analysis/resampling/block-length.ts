/** Mean block lengths, in returns, 1 or more. */
export interface BlockLengths {
  /** Of the stationary bootstrap. */
  readonly stationary: number;
  /** Of the circular bootstrap, whose blocks are all of this length. */
  readonly circular: number;
}

/**
 * Returns the block lengths for which the bootstrap's variance of a mean has the least mean squared error, from the
 * autocorrelations of the numbers themselves; at most `min(3√n, n/3)` rounded up. Numbers without variance have 1.
 * Source: Politis and White (2004), Automatic Block-Length Selection for the Dependent Bootstrap, as Patton, Politis and White
 * (2009) corrected it; the same choices as `_single_optimal_block` of the Python package arch, but never below 1.
 */
export function blockLengthsOf(values: Float64Array): BlockLengths {
  const n = values.length;
  const least = { stationary: 1, circular: 1 };
  if (n < 4) return least;
  const deviations = deviationsOf(values);
  const most = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const lags = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 2);
  const { covariances, correlations } = autocorrelations(deviations, lags);
  if (!(covariances[0] > 0)) return least;
  const first = firstQuiet(correlations, run, 2 * Math.sqrt(Math.log10(n) / n));
  const width = Math.min(first === undefined ? lags : 2 * Math.max(first, 1), lags);
  let slope = 0;
  let longRun = covariances[0];
  for (let lag = 1; lag <= width; lag++) {
    const weight = lag / width <= 0.5 ? 1 : 2 * (1 - lag / width);
    slope += 2 * weight * lag * covariances[lag];
    longRun += 2 * weight * covariances[lag];
  }
  const length = (factor: number) => {
    const optimal = Math.cbrt((2 * slope * slope * n) / (factor * longRun * longRun));
    // With a long-run variance of zero or less there is no optimum: the longest blocks that are allowed.
    return Math.max(1, Math.min(Number.isNaN(optimal) ? most : optimal, most));
  };
  return { stationary: length(2), circular: length(4 / 3) };
}

function deviationsOf(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value - sum / values.length);
}

/** Autocovariances, and autocorrelations of the parts that overlap, as absolute values. */
function autocorrelations(deviations: Float64Array, lags: number) {
  const n = deviations.length;
  const covariances = new Float64Array(lags + 1);
  const correlations = new Float64Array(lags + 1);
  let squares = 0;
  for (const one of deviations) squares += one * one;
  let [late, early] = [squares, squares];
  for (let lag = 0; lag <= lags; lag++) {
    let products = 0;
    for (let at = lag; at < n; at++) products += deviations[at] * deviations[at - lag];
    // arch leaves out one value more on either side than the lag has.
    late -= deviations[lag] ** 2;
    early -= deviations[n - 1 - lag] ** 2;
    covariances[lag] = products / n;
    correlations[lag] = Math.abs(products) / Math.sqrt(late * early);
  }
  return { covariances, correlations };
}

/** The first lag that is followed by `run` autocorrelations that are not significant. */
function firstQuiet(correlations: Float64Array, run: number, critical: number): number | undefined {
  for (let first = 0; first + run < correlations.length; first++) {
    let quiet = true;
    for (let lag = first; lag < first + run; lag++) if (!(correlations[lag] < critical)) quiet = false;
    if (quiet) return first;
  }
  return undefined;
}
