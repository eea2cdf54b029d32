import { ExactSum, isSummable } from "./exact-sum";
import { Ring } from "./ring";

/** The mean of a window, rounded once: the mean of equal values is exactly that value. */
export class Mean {
  readonly #ring: Ring;
  readonly #sum = new ExactSum();
  readonly #inverse: number;

  constructor(period: number) {
    this.#ring = new Ring(period);
    this.#inverse = 1 / period;
  }

  /** Takes a value and returns the mean of the last `period`, or NaN while there are fewer. A missing one empties it. */
  push(value: number): number {
    if (!isSummable(value)) {
      this.clear();
      return Number.NaN;
    }
    const ring = this.#ring;
    this.#sum.slide(value, ring.push(value));
    return ring.full ? this.#sum.over(ring.period, this.#inverse) : Number.NaN;
  }

  /** Forgets every value. */
  clear(): void {
    this.#ring.clear();
    this.#sum.clear();
  }
}
