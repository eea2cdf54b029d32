import { isMissing } from "./ring";

/**
 * The highest value of a window. Only values that a later one may not exceed are kept, in falling order, so a value
 * costs the same on average whatever the window is (a monotonic queue). The lowest is the highest of the opposites.
 */
export class Highest {
  readonly #period: number;
  readonly #values: Float64Array;
  readonly #taken: Float64Array;
  #first = 0;
  #kept = 0;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
    this.#taken = new Float64Array(period);
  }

  /** Takes a value and returns the highest of the last `period`, or NaN while there are fewer. A missing one empties it. */
  push(value: number): number {
    if (isMissing(value)) {
      this.clear();
      return Number.NaN;
    }
    const values = this.#values;
    const period = this.#period;
    const now = this.#seen++;
    if (this.#kept > 0 && this.#taken[this.#first] <= now - period) {
      this.#first = this.#first + 1 === period ? 0 : this.#first + 1;
      this.#kept--;
    }
    let end = this.#first + this.#kept;
    if (end >= period) end -= period;
    while (this.#kept > 0) {
      const last = end === 0 ? period - 1 : end - 1;
      if (values[last] > value) break;
      end = last;
      this.#kept--;
    }
    values[end] = value;
    this.#taken[end] = now;
    this.#kept++;
    return now + 1 >= period ? values[this.#first] : Number.NaN;
  }

  /** Forgets every value. */
  clear(): void {
    this.#first = 0;
    this.#kept = 0;
    this.#seen = 0;
  }
}
