import { isSummable } from "./exact-sum";
import { Mean } from "./mean";

/**
 * An average that every value moves toward itself by `share` of the distance. It starts with the mean of the first
 * `period` values, or later, at the value number `start`, with the mean of the last `period`. A share of `2 / (period + 1)` is the exponential average, `1 / period` is that of Wilder (1978).
 */
export class Smoothed {
  readonly #first: Mean;
  readonly #start: number;
  readonly #share: number;
  #taken = 0;
  #value = Number.NaN;

  constructor(period: number, share: number, start = period) {
    this.#first = new Mean(period);
    this.#start = start;
    this.#share = share;
  }

  /**
   * Takes a value and returns the average, or NaN before it starts. A missing value later on is
   * passed over: the average is missing there, and goes on after it.
   */
  push(value: number): number {
    if (this.#taken < this.#start) {
      this.#taken = !isSummable(value) ? 0 : this.#taken + 1;
      const mean = this.#first.push(value);
      if (this.#taken === this.#start) this.#value = mean;
      return this.#value;
    }
    if (!isSummable(value)) return Number.NaN;
    this.#value += (value - this.#value) * this.#share;
    return this.#value;
  }
}
