import { shareAbove } from "../resampling/quantiles";
import { OpenMaxima } from "./open-maxima";
import { pairSquares } from "./pair-squares";

/** The metric of one series: of its returns, and of each resample of them. */
export interface Resamples {
  /** The metric of the returns. */
  readonly value: number;
  /** The same metric of each resample; resample b has the same days of every series. */
  readonly resampled: Float64Array;
}

/** Which of some series cannot be told from the best. */
export interface ConfidenceSet {
  /** MCS p-value of each series: the largest p of the steps up to the one that eliminated it; the last one has 1. */
  readonly pValues: Float64Array;
  /** In which order they are eliminated, the survivor last. */
  readonly order: readonly number[];
  /** Statistic and p of each step; the first of all series, the last of two. */
  readonly steps: readonly { readonly statistic: number; readonly pValue: number }[];
}

/**
 * Returns the model confidence set by the range statistic R, of which the series with the highest metric is the best; give
 * the negative of a metric of which the lowest is. `t_ij = (m_j − m_i)/√v_ij` with `v_ij` the mean square of the resamples'
 * differences about that of the returns; while two or more are left, the p of `max t_ij` is the share of resamples with a
 * larger maximum of recentred `|t|`, and the i of the largest t_ij goes. Series with a p-value of `alpha` or more are the set
 * at confidence `1 − alpha`. Between copies there is no t, so drop them first: see `firstsOf`. `known`: what a statistic
 * would be if the errors were known, an increasing function, see `asNormal`; by default the statistic itself.
 * Source: Hansen, Lunde and Nason (2011), The Model Confidence Set.
 */
export function modelConfidenceSet(
  series: readonly Resamples[],
  known: (statistic: number) => number = (statistic) => statistic,
): ConfidenceSet {
  const deviations = series.map(({ value, resampled }) => resampled.map((one) => one - value));
  const scales = scalesOf(series, deviations);
  const { order, statistics } = eliminated(series, scales);
  const bars = statistics.map(known);
  const maxima = new OpenMaxima(deviations, order, scales);
  const steps: { statistic: number; pValue: number }[] = [];
  // Sets grow from the survivor back to all, so that each pair of series is met once.
  for (let step = order.length - 2; step >= 0; step--) {
    maxima.add(step);
    steps.unshift({ statistic: statistics[step], pValue: shareAbove(maxima.values, bars[step]) });
    maxima.close(highest(bars, step));
  }
  const pValues = new Float64Array(series.length).fill(1);
  let largest = 0;
  for (const [step, { pValue }] of steps.entries()) {
    largest = Math.max(largest, pValue);
    pValues[order[step]] = largest;
  }
  return { pValues, order, steps };
}

/** The highest of the first `count` numbers. */
function highest(numbers: readonly number[], count: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) if (!(numbers[at] <= most)) most = numbers[at];
  return most;
}

/** One over the standard error of each difference; of one that is the same in all resamples it is infinite, of none 0. */
function scalesOf(series: readonly Resamples[], deviations: readonly Float64Array[]): Float64Array[] {
  const scales = deviations.map(() => new Float64Array(deviations.length));
  const draws = deviations[0]?.length ?? 0;
  pairSquares(deviations, (i, j, squares) => {
    const constant = series[i].value === series[j].value ? 0 : Number.POSITIVE_INFINITY;
    scales[i][j] = scales[j][i] = squares > 0 ? 1 / Math.sqrt(squares / draws) : constant;
  });
  return scales;
}

/** In which order series go, and the statistic at which each one did: neither depends on the p of a step. */
function eliminated(series: readonly Resamples[], scales: readonly Float64Array[]) {
  const left = series.map((_, at) => at);
  const order: number[] = [];
  const statistics: number[] = [];
  // By how much each one is behind the one that it is furthest behind, which changes only when that one goes.
  const behind = new Float64Array(series.length);
  const whom = new Int32Array(series.length);
  const look = (i: number) => {
    behind[i] = Number.NEGATIVE_INFINITY;
    for (const j of left) {
      if (i === j) continue;
      const t = scales[i][j] === 0 ? 0 : (series[j].value - series[i].value) * scales[i][j];
      if (t > behind[i]) [behind[i], whom[i]] = [t, j];
    }
  };
  for (const i of left) look(i);
  while (left.length > 1) {
    let [worst, statistic] = [left[0], Number.NEGATIVE_INFINITY];
    for (const i of left) if (behind[i] > statistic) [worst, statistic] = [i, behind[i]];
    statistics.push(statistic);
    order.push(worst);
    left.splice(left.indexOf(worst), 1);
    for (const i of left) if (whom[i] === worst) look(i);
  }
  return { order: [...order, ...left], statistics };
}
