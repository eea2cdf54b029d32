import { expected } from "../../core/checks";
import { Scatter } from "../windows/scatter";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class StdevFold implements Fold {
  readonly #scatter: Scatter;
  readonly #ddof: number;

  constructor(period: number, ddof: number) {
    if (ddof >= period) throw expected("ddof of stdev", `less than its period, ${period}`, ddof);
    this.#scatter = new Scatter(period);
    this.#ddof = ddof;
  }

  push(value: number): number {
    return this.#scatter.push(value) ? this.#scatter.deviation(this.#ddof) : Number.NaN;
  }
}

/**
 * Returns the standard deviation of the last `period` values: the root of their squared distances from the mean, summed
 * and divided by `period - ddof`. `ddof` is 0, as in TA-Lib and Pine, unless it is given; pandas has 1. Exactly 0 where
 * the values are equal. Throws INVALID_OPTION unless `ddof` is less than `period`.
 */
export const stdev = ofValues<[period: number, ddof?: number]>({
  name: "stdev",
  parameters: [wholeNumber("period"), wholeNumber("ddof", 0, 0)],
  fold: (period, ddof) => new StdevFold(period, ddof),
  decidedBy: (period) => period,
});
