import { counted, grouped } from "../../core/short-text";
import { blockLengthsOf } from "../resampling/block-length";
import { type DrawOptions, stationaryDraws } from "../resampling/draws";
import { resampledMeans } from "../resampling/resampled-means";
import { doNotVary, featureCount, featuresOf, meansOf, type SmoothMetric } from "../resampling/resampled-metrics";
import type { ReturnConventions } from "../statistics/conventions";
import type { NamedReturns } from "./answers";
import type { Resamples } from "./confidence-set/model-confidence-set";

/** Returns, their features and the features' means in each resample. */
export interface SeriesResamples {
  readonly features: readonly Float64Array[];
  /** Means of features by draw, one array a series. */
  readonly means: readonly Float64Array[];
  readonly blockLength: number;
}

/** Draws once for all series and metrics. Without a `blockLength` it is that of `commonBlockLength`. */
export function resampleSeries(
  series: readonly NamedReturns[],
  { riskFree, draws, seed, blockLength }: ReturnConventions & Omit<DrawOptions, "blockLength"> & Partial<DrawOptions>,
): SeriesResamples {
  const features = series.map(({ returns }) => featuresOf(returns, riskFree));
  const length = blockLength ?? commonBlockLength(series.map(({ returns }) => returns));
  const count = series[0].returns.length;
  const means = resampledMeans(features, draws, (each) =>
    stationaryDraws(count, { draws, seed, blockLength: length }, each),
  );
  return { features, means, blockLength: length };
}

/**
 * Returns the mean block length for series that are resampled together: the longest that one of them needs, for its returns
 * or for their squares, which depend on one another where volatility comes in spells.
 */
export function commonBlockLength(series: readonly Float64Array[]): number {
  const lengths = series.flatMap((returns) => {
    const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
    const squares = returns.map((one) => (one - mean) ** 2);
    return [blockLengthsOf(returns).stationary, blockLengthsOf(squares).stationary];
  });
  return lengths.reduce((longest, one) => Math.max(longest, one), 1);
}

/** Returns a metric of one series and of its resamples, or the reason for which it is undefined. */
export function metricResamples(
  { features, means }: SeriesResamples,
  at: number,
  metric: SmoothMetric,
  conventions: ReturnConventions,
): Resamples | string {
  const count = features[at].length / featureCount;
  const whole = meansOf(features[at]);
  const value = metric.value(whole, count, conventions);
  if (!Number.isFinite(value)) return doNotVary(whole) ? "its returns do not vary" : "its metric is undefined";
  const draws = means[at].length / featureCount;
  const resampled = new Float64Array(draws);
  let missing = 0;
  for (let draw = 0; draw < draws; draw++) {
    const first = draw * featureCount;
    resampled[draw] = metric.value(means[at].subarray(first, first + featureCount), count, conventions);
    if (!Number.isFinite(resampled[draw])) missing++;
  }
  if (missing === 0) return { value, resampled };
  return `its metric is undefined in ${grouped(missing)} of ${counted(draws, "resample")}, too few returns are not 0`;
}
