import { normalQuantile } from "../../core/chance/normal";
import { normalProbability } from "../../core/chance/normal-probability";
import { defined } from "../statistics/defined";
import { deviation, isFlat, momentsOf } from "../statistics/moments";

/** A Sharpe ratio of one period, not of a year, and what its error depends on. */
export interface PeriodSharpe {
  /** Number of returns. */
  readonly count: number;
  /** `mean/std` of the returns, with `n − 1` in the variance: of one period. */
  readonly sharpe: number;
  /** `m3/m2^1.5` of the population. */
  readonly skewness: number;
  /** `m4/m2²` of the population: raw, that of a normal distribution is 3. */
  readonly kurtosis: number;
}

const eulerGamma = 0.5772156649015329;

/**
 * Returns the Sharpe ratio of one period with skewness and raw kurtosis. `riskFree` is that of one period. `null` below two
 * returns and at zero variance.
 */
export function periodSharpe(returns: Float64Array, riskFree = 0): PeriodSharpe | null {
  const moments = momentsOf(returns);
  if (moments.count < 2 || isFlat(moments)) return null;
  const { count, mean, squares, cubes, fourths } = moments;
  const variance = squares / count;
  return {
    count,
    sharpe: (mean - riskFree) / deviation(moments),
    skewness: cubes / count / variance ** 1.5,
    kurtosis: fourths / count / variance ** 2,
  };
}

/** The variance of the estimate times `n − 1`. */
function spread({ sharpe, skewness, kurtosis }: Omit<PeriodSharpe, "count">): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/**
 * Returns the standard error of a period's Sharpe ratio, `√((1 − g3·SR + (g4 − 1)/4·SR²)/(n − 1))`, for returns that do not
 * depend on one another. `null` below two returns, and where the moments allow none.
 * Source: Mertens (2002); Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier.
 */
export function sharpeError(sharpe: PeriodSharpe): number | null {
  const variance = spread(sharpe);
  return sharpe.count < 2 || !(variance > 0) ? null : Math.sqrt(variance / (sharpe.count - 1));
}

/**
 * Returns the probabilistic Sharpe ratio, `Φ((SR − threshold)/SE)`: how sure one can be that the true ratio of a period is
 * above `threshold`. `null` where there is no standard error.
 * Source: Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier.
 */
export function probabilisticSharpe(sharpe: PeriodSharpe, threshold = 0): number | null {
  const error = sharpeError(sharpe);
  return error === null ? null : normalProbability((sharpe.sharpe - threshold) / error);
}

/**
 * Returns the minimum track record length, in returns: how many it takes until the probabilistic Sharpe ratio reaches
 * `confidence`, `1 + (1 − g3·SR + (g4 − 1)/4·SR²)·(z/(SR − threshold))²`. `null` if the ratio is not above `threshold`.
 * Source: Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier.
 */
export function minimumTrackRecord(
  sharpe: Omit<PeriodSharpe, "count">,
  { threshold = 0, confidence = 0.95 }: { readonly threshold?: number; readonly confidence?: number } = {},
): number | null {
  const above = sharpe.sharpe - threshold;
  const variance = spread(sharpe);
  if (!(above > 0) || !(variance > 0)) return null;
  return defined(1 + variance * (normalQuantile(confidence) / above) ** 2);
}

/** Trials that were made in search of a strategy. */
export interface Trials {
  /** How many, one or more; with clusters of correlated trials, how many clusters. */
  readonly count: number;
  /** Variance of their Sharpe ratios of one period, with `count − 1`; NaN where fewer than two of several are known. */
  readonly variance: number;
}

/**
 * Returns the Sharpe ratio of one period that the best of some unskilled trials is expected to have,
 * `√V·[(1 − γ)·Φ⁻¹(1 − 1/K) + γ·Φ⁻¹(1 − 1/(K·e))]`. 0 for one trial.
 * Source: Bailey and López de Prado (2014), The Deflated Sharpe Ratio.
 */
export function expectedMaximumSharpe({ count, variance }: Trials): number {
  if (count <= 1) return 0;
  const first = normalQuantile(1 - 1 / count);
  const second = normalQuantile(1 - 1 / (count * Math.E));
  return Math.sqrt(variance) * ((1 - eulerGamma) * first + eulerGamma * second);
}

/**
 * Returns the deflated Sharpe ratio: the probabilistic one above what the best of the trials would have by luck. `null`
 * where there is no standard error, and where it is not known how far the trials are apart.
 * Source: Bailey and López de Prado (2014), The Deflated Sharpe Ratio.
 */
export function deflatedSharpe(sharpe: PeriodSharpe, trials: Trials): number | null {
  const luck = expectedMaximumSharpe(trials);
  return Number.isNaN(luck) ? null : probabilisticSharpe(sharpe, luck);
}
