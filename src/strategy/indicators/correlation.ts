import { PairScatter } from "../windows/pair-scatter";
import { Twofold } from "../windows/twofold";
import type { PairFold } from "./mechanism/fold";
import { ofPairs } from "./mechanism/of-pairs";
import { wholeNumber } from "./mechanism/parameters";

const varianceA = new Twofold();
const varianceB = new Twofold();
const covariance = new Twofold();

class CorrelationFold implements PairFold {
  readonly #scatter: PairScatter;

  constructor(period: number) {
    this.#scatter = new PairScatter(period);
  }

  push(a: number, b: number): number {
    const scatter = this.#scatter;
    if (!scatter.push(a, b)) return Number.NaN;
    const scale = Math.sqrt(scatter.varianceA(varianceA).high) * Math.sqrt(scatter.varianceB(varianceB).high);
    if (!(scale > 0)) return Number.NaN;
    return Math.max(-1, Math.min(1, scatter.covariance(covariance).high / scale));
  }
}

/**
 * Returns the correlation of Pearson of the last `period` values of two columns, -1 to 1. Missing where the values of
 * either are equal.
 */
export const correlation = ofPairs({
  name: "correlation",
  parameters: [wholeNumber("period", 2)],
  fold: (period: number) => new CorrelationFold(period),
  decidedBy: (period: number) => period,
});
