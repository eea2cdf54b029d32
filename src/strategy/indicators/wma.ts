import { ExactSum, isMultipliable } from "../windows/exact-sum";
import { Ring } from "../windows/ring";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class WmaFold implements Fold {
  readonly #ring: Ring;
  readonly #sum = new ExactSum();
  readonly #weighted = new ExactSum();

  constructor(period: number) {
    this.#ring = new Ring(period);
  }

  push(value: number): number {
    const ring = this.#ring;
    if (!isMultipliable(value)) {
      ring.clear();
      this.#sum.clear();
      this.#weighted.clear();
      return Number.NaN;
    }
    // In a full window every value loses one of its weight, and the oldest its last.
    if (ring.full) this.#weighted.addSum(this.#sum, -1);
    this.#sum.slide(value, ring.push(value));
    this.#weighted.addProduct(value, ring.size);
    return ring.full ? this.#weighted.over((ring.period * (ring.period + 1)) / 2) : Number.NaN;
  }
}

/**
 * Returns the weighted moving average of the last `period` values: the newest counts `period` times, the oldest once.
 * Of equal values it is exactly that value.
 */
export const wma = ofValues({
  name: "wma",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new WmaFold(period),
  decidedBy: (period: number) => period,
});
