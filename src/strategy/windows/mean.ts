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
    if (ring.full) return this.#sum.slideOver(value, ring.replace(value), ring.period, this.#inverse);
    ring.push(value);
    if (ring.full) return this.#sum.slideOver(value, 0, ring.period, this.#inverse);
    this.#sum.add(value);
    return Number.NaN;
  }

  /** Takes all values in, having taken in none yet, and writes what `push` would return for each. */
  series(values: Float64Array, to: Float64Array): void {
    const { period } = this.#ring;
    let at = 0;
    while (at < values.length) at = this.#run(values, to, at, period);
  }

  // Takes values in from a row on, up to and including the next one that is missing. Returns the row after it.
  #run(values: Float64Array, to: Float64Array, from: number, period: number): number {
    const sum = this.#sum;
    sum.clear();
    for (let at = from; at < values.length; at++) {
      const value = values[at];
      to[at] = Number.NaN;
      if (!isSummable(value)) return at + 1;
      const size = at - from + 1;
      if (size < period) {
        sum.add(value);
        continue;
      }
      to[at] = sum.slideOver(value, size > period ? values[at - period] : 0, period, this.#inverse);
      at = sum.slideAlong(values, to, at + 1, period, this.#inverse) - 1;
    }
    return values.length;
  }

  /** Forgets every value. */
  clear(): void {
    this.#ring.clear();
    this.#sum.clear();
  }
}
