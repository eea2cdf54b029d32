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
  const batch = Array.from({ length: together }, () => new Float64Array(length));
  let [first, filled] = [0, 0];
  const weighAll = () => {
    for (const [k, features] of series.entries())
      for (let one = 0; one < filled; one += 2) weighTwo(features, batch[one], batch[one + 1], results[k], first + one);
    first += filled;
    filled = 0;
  };
  draw((indices) => {
    const weights = batch[filled++];
    weights.fill(0);
    for (let place = 0; place < indices.length; place++) weights[indices[place]]++;
    if (filled === together) weighAll();
  });
  weighAll();
  return results;
}

// Resamples that are weighed together, an even number: the features of a series are then read once for all of them.
const together = 16;

// Each sum is added up from the first return to the last. Beyond the end of an array nothing is written.
function weighTwo(features: Float64Array, a: Float64Array, b: Float64Array, into: Float64Array, draw: number): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  const { length } = a;
  for (let at = 0, feature = 0; at < length; at++, feature += 4) {
    const one = a[at];
    const two = b[at];
    const f0 = features[feature];
    const f1 = features[feature + 1];
    const f2 = features[feature + 2];
    const f3 = features[feature + 3];
    a0 += one * f0;
    a1 += one * f1;
    a2 += one * f2;
    a3 += one * f3;
    b0 += two * f0;
    b1 += two * f1;
    b2 += two * f2;
    b3 += two * f3;
  }
  const first = draw * featureCount;
  into[first] = a0 / length;
  into[first + 1] = a1 / length;
  into[first + 2] = a2 / length;
  into[first + 3] = a3 / length;
  into[first + 4] = b0 / length;
  into[first + 5] = b1 / length;
  into[first + 6] = b2 / length;
  into[first + 7] = b3 / length;
}
