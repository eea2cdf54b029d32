import { PairScatter } from "../windows/pair-scatter";
import { Twofold } from "../windows/twofold";
import type { PairFold } from "./mechanism/fold";
import { ofPairsNamed } from "./mechanism/of-pairs";
import { wholeNumber } from "./mechanism/parameters";

const varianceX = new Twofold();
const varianceY = new Twofold();
const covariance = new Twofold();
const slope = new Twofold();
const explained = new Twofold();
const unexplained = new Twofold();

class OlsFold implements PairFold {
  slope = Number.NaN;
  intercept = Number.NaN;
  r2 = Number.NaN;
  residual = Number.NaN;
  deviation = Number.NaN;
  readonly #period: number;
  readonly #scatter: PairScatter;

  constructor(period: number) {
    this.#period = period;
    this.#scatter = new PairScatter(period);
  }

  push(y: number, x: number): number {
    const scatter = this.#scatter;
    this.slope = Number.NaN;
    this.intercept = Number.NaN;
    this.r2 = Number.NaN;
    this.residual = Number.NaN;
    this.deviation = Number.NaN;
    if (!scatter.push(y, x) || !(scatter.varianceB(varianceX).high > 0)) return Number.NaN;
    scatter.varianceA(varianceY);
    slope.setQuotient(scatter.covariance(covariance), varianceX);
    explained.setProduct(slope, covariance);
    unexplained.setDifference(varianceY, explained);
    const left = Math.max(0, unexplained.high);
    this.slope = slope.high;
    this.intercept = scatter.meanA - this.slope * scatter.meanB;
    this.r2 = varianceY.high > 0 ? Math.min(1, explained.high / varianceY.high) : 0;
    this.residual = y - scatter.meanA - this.slope * (x - scatter.meanB);
    this.deviation = Math.sqrt(left) / this.#period;
    return this.slope;
  }
}

/**
 * Returns the line of least squares through the last `period` pairs, `y` on `x`: `y = intercept + slope * x`. `r2` is the
 * share of the variance of `y` that it explains, `residual` what it leaves of the newest `y`, `deviation` the standard
 * deviation of all residuals (over `period`), so that `residual / deviation` is a z-score of the spread. Missing where
 * the values of `x` are equal. Where those of `y` are, `r2` is 0, as in SciPy.
 */
export const ols = ofPairsNamed(["slope", "intercept", "r2", "residual", "deviation"], {
  name: "ols",
  parameters: [wholeNumber("period", 2)],
  fold: (period: number) => new OlsFold(period),
  decidedBy: (period: number) => period,
});
