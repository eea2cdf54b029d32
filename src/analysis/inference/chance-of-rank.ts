import { normalQuantile } from "../../core/chance/normal";

/** Between which values the runs of each rank lie by chance, in standard deviations. The first is that of the best. */
export interface ChanceBand {
  readonly low: Float64Array;
  readonly middle: Float64Array;
  readonly high: Float64Array;
}

/**
 * Returns quantiles of the best, the second best, ... of `count` independent standard normal variables, for the given ranks
 * from 1: those of 5, 50 and 95 %. The uniform variable of rank `k` has the beta distribution of `count + 1 − k` and `k`.
 * Source: David and Nagaraja (2003), Order Statistics, 2.1.
 */
export function chanceOfRanks(count: number, ranks: readonly number[]): ChanceBand {
  const logFactorials = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) logFactorials[n] = logFactorials[n - 1] + Math.log(n);
  const at = (share: number) =>
    Float64Array.from(ranks, (rank) => normalQuantile(quantileOfRank(share, rank, count, logFactorials)));
  return { low: at(0.05), middle: at(0.5), high: at(0.95) };
}

// The probability below which the k-th largest of `count` uniform variables stays with probability `share`, by bisection.
function quantileOfRank(share: number, rank: number, count: number, logFactorials: Float64Array): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, count + 1 - rank, rank, logFactorials) < share) low = middle;
    else high = middle;
  }
  // The quantile of 0 or 1 would have no end.
  return Math.min(1 - 2 ** -53, Math.max(2 ** -1022, (low + high) / 2));
}

/** The regularized incomplete beta function of whole numbers `a` and `b`, by its continued fraction (Lentz's method). */
function incompleteBeta(x: number, a: number, b: number, logFactorials: Float64Array): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a, logFactorials);
  const front =
    logFactorials[a + b - 1] - logFactorials[a - 1] - logFactorials[b - 1] + a * Math.log(x) + b * Math.log1p(-x);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let fraction = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return (Math.exp(front) * fraction) / a;
}
