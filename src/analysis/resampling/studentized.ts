import type { ReturnConventions } from "../statistics/conventions";
import { blockLengthsOf } from "./block-length";
import { circularDraws } from "./draws";
import { longRunVariance } from "./long-run-variance";
import type { Interval } from "./quantiles";
import { featureCount, meansOf, type SmoothMetric } from "./resampled-metrics";

/** How an interval is made. */
export interface StudentizedOptions extends ReturnConventions {
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
 * those of `featuresOf`. `undefined` where the metric or its error is undefined, or is in more than `alpha` of the resamples.
 * Source: Ledoit and Wolf (2008), Robust Performance Hypothesis Testing with the Sharpe Ratio.
 */
export function studentizedInterval(
  features: readonly [Float64Array] | readonly [Float64Array, Float64Array],
  metric: SmoothMetric,
  options: StudentizedOptions,
): StudentizedInterval | undefined {
  const statistic = statisticOf(features, metric, options);
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
  conventions: ReturnConventions,
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
  const each = features.map((_, at) => ({ from: at * used.length, sign: at === 0 ? 1 : -1 }));
  return {
    columns,
    value: (means) =>
      each.reduce((sum, { from, sign }) => sum + sign * metric.value(placed(means, from), count, conventions), 0),
    gradient: (means) =>
      each.flatMap(({ from, sign }) =>
        metric.gradient(placed(means, from), count, conventions).map((slope) => sign * slope),
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
  const sums = columns.map((column) => blockSumsOf(column, blockLength));
  const distances = new Float64Array(draws);
  circularDraws(columns[0].length, options, (starts, draw) => {
    const count = starts.length * blockLength;
    const means = sums.map((sum) => totalOf(sum, starts) / count);
    const gradient = statistic.gradient(means);
    const squares = squaresOf(sums, gradient, means, starts, blockLength);
    const distance = Math.abs(statistic.value(means) - value) / (Math.sqrt(squares) / count);
    distances[draw] = Number.isNaN(distance) ? Infinity : distance;
  });
  return distances;
}

/** The sum of the block that begins at each place, and goes on from the beginning beyond the end. */
function blockSumsOf(column: Float64Array, blockLength: number): Float64Array {
  const sums = new Float64Array(column.length);
  for (let at = 0; at < column.length; at++) {
    let sum = 0;
    for (let k = 0; k < blockLength; k++) sum += column[(at + k) % column.length];
    sums[at] = sum;
  }
  return sums;
}

function totalOf(sums: Float64Array, starts: Int32Array): number {
  let total = 0;
  for (let block = 0; block < starts.length; block++) total += sums[starts[block]];
  return total;
}

/** Sum over the blocks of the square of what each contributes: `count²` times the squared error of the resample. */
function squaresOf(
  sums: readonly Float64Array[],
  gradient: readonly number[],
  means: readonly number[],
  starts: Int32Array,
  blockLength: number,
): number {
  let centre = 0;
  for (let k = 0; k < sums.length; k++) centre += gradient[k] * means[k] * blockLength;
  let squares = 0;
  for (let block = 0; block < starts.length; block++) {
    let sum = -centre;
    for (let k = 0; k < sums.length; k++) sum += gradient[k] * sums[k][starts[block]];
    squares += sum * sum;
  }
  return squares;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}

/** Returns the metric of some features over all returns; NaN where it is undefined. */
export function metricOfFeatures(features: Float64Array, metric: SmoothMetric, conventions: ReturnConventions): number {
  return metric.value(meansOf(features), features.length / featureCount, conventions);
}
