import type { Fold } from "./mechanism/fold";
import { ExactSum } from "../windows/exact-sum";
import { isMissing, Ring } from "../windows/ring";

class WmaFold implements Fold {
  readonly #ring: Ring;
  readonly #sum = new ExactSum();
  readonly #weighted = new ExactSum();

  constructor(period: number) {
    this.#ring = new Ring(period);
  }

  push(value: number): number {
    const ring = this.#ring;
    if (isMissing(value)) {
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
