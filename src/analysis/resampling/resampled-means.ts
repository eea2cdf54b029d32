import { featureCount } from "./resampled-metrics";

/** Hands out the indices of resamples, one after the other, see `stationaryDraws`. */
export type Draws = (each: (indices: Int32Array, draw: number) => void) => void;

/**
 * Returns the means of the features of each series in each resample: `means[draw·4 + feature]`, one array a series. Indices
 * are drawn once for all series and all metrics. A resample is a weight for each return, so that it costs the same however
 * long its blocks are. All series have the same length.
 */
export function resampledMeans(series: readonly Float64Array[], draws: number, draw: Draws): Float64Array[] {
  const length = series[0].length / featureCount;
  const results = series.map(() => new Float64Array(draws * featureCount));
  const weights = new Float64Array(length);
  draw((indices, at) => {
    weights.fill(0);
    for (let place = 0; place < indices.length; place++) weights[indices[place]]++;
    for (let k = 0; k < series.length; k++) weigh(series[k], weights, results[k], at * featureCount);
  });
  return results;
}

function weigh(features: Float64Array, weights: Float64Array, into: Float64Array, first: number): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const length = weights.length;
  for (let at = 0, feature = 0; at < length; at++, feature += 4) {
    const weight = weights[at];
    s0 += weight * features[feature];
    s1 += weight * features[feature + 1];
    s2 += weight * features[feature + 2];
    s3 += weight * features[feature + 3];
  }
  into[first] = s0 / length;
  into[first + 1] = s1 / length;
  into[first + 2] = s2 / length;
  into[first + 3] = s3 / length;
}
