import { expected } from "../../core/checks";
import { Scatter } from "../windows/scatter";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class ZscoreFold implements Fold {
  readonly #scatter: Scatter;
  readonly #ddof: number;

  constructor(period: number, ddof: number) {
    if (ddof >= period) throw expected("ddof of zscore", `less than its period, ${period}`, ddof);
    this.#scatter = new Scatter(period);
    this.#ddof = ddof;
  }

  push(value: number): number {
    if (!this.#scatter.push(value)) return Number.NaN;
    const deviation = this.#scatter.deviation(this.#ddof);
    return deviation > 0 ? (value - this.#scatter.mean) / deviation : Number.NaN;
  }
}

/**
 * Returns how many standard deviations the newest of the last `period` values lies above their mean. The deviation is
 * that of `stdev`, with the same `ddof`. Missing where the values are equal. Throws INVALID_OPTION unless `ddof` is less
 * than `period`.
 */
export const zscore = ofValues<[period: number, ddof?: number]>({
  name: "zscore",
  parameters: [wholeNumber("period"), wholeNumber("ddof", 0, 0)],
  fold: (period, ddof) => new ZscoreFold(period, ddof),
  decidedBy: (period) => period,
});
