import { type DrawOptions, stationaryDraws } from "./draws";
import { quantile } from "./quantiles";

/** What maximum drawdowns to expect; see `drawdownBand`. */
export interface DrawdownBand {
  /** It is no confidence interval: it does not hold a true drawdown, because there is none. */
  readonly kind: "predictive";
  /** Quantiles `alpha/2`, `1/2` and `1 − alpha/2` of the drawdowns, fractions of 0 or less; `low` is the deepest. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * Returns the band in which the maximum drawdown of another record of the same length would lie with probability
 * `1 − alpha`, if its returns came as these did: the maximum drawdowns of resampled records, from the growth of 1 on. A
 * drawdown is deeper the longer a record is, so there is no true one to estimate.
 */
export function drawdownBand(returns: Float64Array, options: DrawOptions & { readonly alpha: number }): DrawdownBand {
  const drawdowns = new Float64Array(options.draws);
  stationaryDraws(returns.length, options, (indices, draw) => {
    let [growth, peak, deepest] = [1, 1, 0];
    for (let at = 0; at < indices.length; at++) {
      growth *= 1 + returns[indices[at]];
      if (growth > peak) peak = growth;
      else if (growth < peak * (1 + deepest)) deepest = growth / peak - 1;
    }
    drawdowns[draw] = deepest;
  });
  drawdowns.sort();
  const [low, median, high] = [options.alpha / 2, 0.5, 1 - options.alpha / 2].map((p) => quantile(drawdowns, p));
  return { kind: "predictive", low, median, high };
}
