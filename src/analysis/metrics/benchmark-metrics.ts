import { alpha, beta } from "./beta";
import { correlation } from "./correlation";
import type { Metrics } from "./metrics";
import { pairMomentsOf } from "./pairs";
import type { ReturnTerms } from "./terms";
import { informationRatio, trackingError } from "./tracking-error";

/** The metrics that need a benchmark. */
export type BenchmarkMetrics = Pick<
  Metrics,
  "alpha" | "beta" | "correlation" | "trackingError" | "informationRatio" | "benchmarkReturn"
>;

/** What they are without one. */
export const noBenchmarkMetrics: BenchmarkMetrics = {
  alpha: null,
  beta: null,
  correlation: null,
  trackingError: null,
  informationRatio: null,
  benchmarkReturn: null,
};

/** Returns of a series and of its benchmark over the same periods, all finite. */
export interface ReturnPairs {
  readonly own: Float64Array;
  readonly benchmark: Float64Array;
  /** Growth of the benchmark over the joined range, a fraction. */
  readonly benchmarkReturn: number | null;
}

/** Returns the metrics of a series against its benchmark. */
export function benchmarkMetrics(pairs: ReturnPairs, terms: ReturnTerms): BenchmarkMetrics {
  const moments = pairMomentsOf(pairs.own, pairs.benchmark);
  return {
    alpha: alpha(moments, terms),
    beta: beta(moments),
    correlation: correlation(moments),
    trackingError: trackingError(moments, terms.periodsPerYear),
    informationRatio: informationRatio(moments, terms.periodsPerYear),
    benchmarkReturn: pairs.benchmarkReturn,
  };
}
