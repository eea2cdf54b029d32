import type { ReturnConventions } from "../statistics/conventions";
import { blockLengthsOf } from "./block-length";
import { circularDraws } from "./draws";
import { longRunVariance } from "./long-run-variance";
import type { Interval } from "./quantiles";
import { featureCount, type SmoothMetric } from "./resampled-metrics";

/** How an interval is made. */
export interface StudentizedOptions {
  readonly draws: number;
  readonly seed: string | number;
  /** One minus the confidence. */
  readonly alpha: number;
  /** Length of the blocks, in returns, a whole number. By default it is computed from the returns. */
  readonly blockLength?: number;
}

/** A metric, or the difference of two, with its error. */
export interface StudentizedInterval extends Interval {
  readonly value: number;
  /** Standard error, whatever the dependence in time. */
  readonly error: number;
  /** Two-sided p-value of a true value of 0: never below `1/(draws + 1)`. */
  readonly pValue: number;
  readonly blockLength: number;
}

// Blocks that a resample has at least: fewer say too little about their own variance.
const leastBlocks = 10;

/** Columns of features that the metric depends on, those of the second series with the opposite sign of its gradient. */
interface Statistic {
  readonly columns: readonly Float64Array[];
  value(means: readonly number[]): number;
  gradient(means: readonly number[]): number[];
}

/**
 * Returns the interval of a metric of one series, or of its difference between two (first less second), by the studentised
 * circular block bootstrap. With d the metric's distance in standard errors, `|Δ* − Δ|/s*` of the resamples, the interval is
 * `Δ ± z·s` with z the quantile `1 − alpha` of d, and `p = (1 + #{d ≥ |Δ|/s})/(draws + 1)`. s is the prewhitened error of
 * `longRunVariance`, s* that of the resample's own blocks. Both series are resampled with the same indices. `features` are
 * those of `featuresOf`, `conventions` those of each series. `undefined` where the metric or its error is undefined, or is in more than `alpha` of the resamples.
 * Source: Ledoit and Wolf (2008), Robust Performance Hypothesis Testing with the Sharpe Ratio.
 */
export function studentizedInterval(
  features: readonly [Float64Array] | readonly [Float64Array, Float64Array],
  metric: SmoothMetric,
  conventions: readonly ReturnConventions[],
  options: StudentizedOptions,
): StudentizedInterval | undefined {
  const statistic = statisticOf(features, metric, conventions);
  const length = features[0].length / featureCount;
  const means = statistic.columns.map(meanOf);
  const value = statistic.value(means);
  if (!Number.isFinite(value)) return undefined;
  const gradient = statistic.gradient(means);
  const error = Math.sqrt(longRunVariance(statistic.columns, gradient) / length);
  if (!(error > 0)) return undefined;
  const blockLength = options.blockLength ?? ownBlockLength(statistic.columns, gradient);
  const distances = distancesOf(statistic, value, { ...options, blockLength });
  const ascending = distances.slice().sort();
  // The order statistic for which the interval leaves out 0 exactly where p is at most alpha.
  const rank = Math.ceil((1 - options.alpha) * (options.draws + 1)) - 1;
  const reach = ascending[rank];
  if (!(reach < Infinity)) return undefined;
  const own = Math.abs(value) / error;
  const beyond = distances.reduce((count, one) => (one >= own ? count + 1 : count), 0);
  const pValue = (1 + beyond) / (options.draws + 1);
  return { value, error, low: value - reach * error, high: value + reach * error, pValue, blockLength };
}

function statisticOf(
  features: readonly Float64Array[],
  metric: SmoothMetric,
  conventions: readonly ReturnConventions[],
): Statistic {
  const count = features[0].length / featureCount;
  const used = metric.features;
  const columns = features.flatMap((one) =>
    used.map((feature) => Float64Array.from({ length: count }, (_, at) => one[at * featureCount + feature])),
  );
  // The means of one series, in the places where the metric looks for them.
  const placed = (means: readonly number[], from: number) => {
    const all = new Array<number>(featureCount).fill(0);
    for (const [k, feature] of used.entries()) all[feature] = means[from + k];
    return all;
  };
  const each = features.map((_, at) => ({
    from: at * used.length,
    sign: at === 0 ? 1 : -1,
    terms: conventions[at],
  }));
  return {
    columns,
    value: (means) =>
      each.reduce((sum, { from, sign, terms }) => sum + sign * metric.value(placed(means, from), count, terms), 0),
    gradient: (means) =>
      each.flatMap(({ from, sign, terms }) =>
        metric.gradient(placed(means, from), count, terms).map((slope) => sign * slope),
      ),
  };
}

/** The block length for the part of the metric that each return contributes. */
function ownBlockLength(columns: readonly Float64Array[], gradient: readonly number[]): number {
  const length = columns[0].length;
  const contributions = new Float64Array(length);
  for (const [k, column] of columns.entries())
    for (let at = 0; at < length; at++) contributions[at] += gradient[k] * column[at];
  const wanted = Math.round(blockLengthsOf(contributions).circular);
  return Math.max(1, Math.min(wanted, Math.floor(length / leastBlocks)));
}

/** How many of its own standard errors each resample is from the value. */
function distancesOf(
  statistic: Statistic,
  value: number,
  options: StudentizedOptions & { readonly blockLength: number },
): Float64Array {
  const { columns } = statistic;
  const { blockLength, draws } = options;
  const length = columns[0].length;
  const sums = blockSumsOf(columns, blockLength);
  const totals = new Float64Array(columnCount);
  const distances = new Float64Array(draws);
  circularDraws(length, options, (starts, draw) => {
    const count = starts.length * blockLength;
    addUp(sums, starts, totals);
    const means = columns.map((_, k) => totals[k] / count);
    const gradient = statistic.gradient(means);
    const centre = gradient.reduce((sum, slope, k) => sum + slope * means[k] * blockLength, 0);
    const error = Math.sqrt(squaresOf(sums, gradient, centre, starts)) / count;
    const distance = Math.abs(statistic.value(means) - value) / error;
    distances[draw] = Number.isNaN(distance) ? Infinity : distance;
  });
  return distances;
}

// A metric has at most two features, of two series; columns that are not there are 0.
const columnCount = 4;

/** Sums of the block that begins at each place, and goes on from the beginning beyond the end: column by column of a place. */
function blockSumsOf(columns: readonly Float64Array[], blockLength: number): Float64Array {
  const length = columns[0].length;
  const sums = new Float64Array(length * columnCount);
  for (const [k, column] of columns.entries())
    for (let at = 0; at < length; at++)
      for (let place = at; place < at + blockLength; place++) sums[at * columnCount + k] += column[place % length];
  return sums;
}

function addUp(sums: Float64Array, starts: Int32Array, into: Float64Array): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let block = 0; block < starts.length; block++) {
    const first = starts[block] * 4;
    s0 += sums[first];
    s1 += sums[first + 1];
    s2 += sums[first + 2];
    s3 += sums[first + 3];
  }
  into[0] = s0;
  into[1] = s1;
  into[2] = s2;
  into[3] = s3;
}

/** Sum over the blocks of the square of what each contributes: `count²` times the squared error of the resample. */
function squaresOf(sums: Float64Array, gradient: readonly number[], centre: number, starts: Int32Array): number {
  const [g0, g1 = 0, g2 = 0, g3 = 0] = gradient;
  let squares = 0;
  for (let block = 0; block < starts.length; block++) {
    const first = starts[block] * 4;
    const sum = g0 * sums[first] + g1 * sums[first + 1] + g2 * sums[first + 2] + g3 * sums[first + 3] - centre;
    squares += sum * sum;
  }
  return squares;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}
