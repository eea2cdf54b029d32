import { ExactSum, isSummable } from "./mechanism/exact-sum";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";
import { Window } from "./mechanism/window";

/** The mean of the last values. Its sum is exact, so that the result does not depend on what came before. */
export class SmaFold implements Fold {
  readonly #window: Window;
  readonly #sum = new ExactSum();
  readonly #inverse: number;
  #missing = 0;

  constructor(period: number) {
    this.#window = new Window(period);
    this.#inverse = 1 / period;
  }

  push(value: number): number {
    const window = this.#window;
    const { isFull, oldest } = window;
    window.push(value);
    if (isFull && this.#missing === 0 && isSummable(value)) this.#sum.replace(value, oldest);
    else {
      if (isFull && isSummable(oldest)) this.#sum.add(-oldest);
      else if (isFull) this.#missing--;
      if (isSummable(value)) this.#sum.add(value);
      else this.#missing++;
      if (!window.isFull || this.#missing > 0) return Number.NaN;
    }
    return this.#sum.meanBy(window.size, this.#inverse);
  }
}

/**
 * Returns the simple moving average of the last `period` values: their exact sum over `period`, so that the average of
 * equal prices is that price. Of a `Column` it returns the whole series, of any other list the newest value, or
 * `undefined` if there are fewer values or one of them is not a number below 1e288. Throws INVALID_OPTION unless
 * `values` is a list and `period` is a whole number of at least 1.
 */
export const sma = ofValues({
  name: "sma",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new SmaFold(period),
  decidedBy: (period: number) => period,
});
