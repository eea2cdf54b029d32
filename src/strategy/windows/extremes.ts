import { isSummable } from "./exact-sum";

/**
 * The highest value of a window. Only values that no later one exceeds are kept, in falling order, so a value costs the
 * same on average whatever the window is (a monotonic queue). The lowest is the highest of the opposites.
 */
export class Highest {
  readonly #period: number;
  // A ring of a power of two, so that a mask finds the place.
  #values = new Float64Array(16);
  #taken = new Float64Array(16);
  #first = 0;
  #kept = 0;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** Takes a value and returns the highest of the last `period`, or NaN while there are fewer. A missing one empties it. */
  push(value: number): number {
    if (!isSummable(value)) {
      this.clear();
      return Number.NaN;
    }
    const mask = this.#values.length - 1;
    const now = this.#seen++;
    if (this.#kept > 0 && this.#taken[this.#first] <= now - this.#period) {
      this.#first = (this.#first + 1) & mask;
      this.#kept--;
    }
    while (this.#kept > 0 && this.#values[(this.#first + this.#kept - 1) & mask] <= value) this.#kept--;
    this.#keep(value, now);
    return now + 1 >= this.#period ? this.#values[this.#first] : Number.NaN;
  }

  /** Forgets every value. */
  clear(): void {
    this.#first = 0;
    this.#kept = 0;
    this.#seen = 0;
  }

  #keep(value: number, now: number): void {
    if (this.#kept === this.#values.length) this.#grow();
    const at = (this.#first + this.#kept++) & (this.#values.length - 1);
    this.#values[at] = value;
    this.#taken[at] = now;
  }

  #grow(): void {
    const { length } = this.#values;
    const values = new Float64Array(length * 2);
    const taken = new Float64Array(length * 2);
    for (let at = 0; at < length; at++) {
      values[at] = this.#values[(this.#first + at) & (length - 1)];
      taken[at] = this.#taken[(this.#first + at) & (length - 1)];
    }
    this.#values = values;
    this.#taken = taken;
    this.#first = 0;
  }
}
