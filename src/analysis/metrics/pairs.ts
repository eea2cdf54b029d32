import { type Moments, momentsOf } from "./moments";

/** Returns of a series and of its benchmark over the same periods, and what the metrics of both need of them. */
export interface PairMoments {
  readonly count: number;
  readonly own: Moments;
  readonly benchmark: Moments;
  /** Of the active returns, `r − b`. */
  readonly active: Moments;
  /** `Σ(r − mean r)(b − mean b)` */
  readonly products: number;
}

/** Returns the moments of paired finite returns. */
export function pairMomentsOf(own: Float64Array, benchmark: Float64Array): PairMoments {
  const count = own.length;
  const ownMoments = momentsOf(own);
  const benchmarkMoments = momentsOf(benchmark);
  const active = new Float64Array(count);
  let products = 0;
  for (let i = 0; i < count; i++) {
    active[i] = own[i] - benchmark[i];
    products += (own[i] - ownMoments.mean) * (benchmark[i] - benchmarkMoments.mean);
  }
  return { count, own: ownMoments, benchmark: benchmarkMoments, active: momentsOf(active), products };
}
