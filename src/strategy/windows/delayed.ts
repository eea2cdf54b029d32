/** A value as it was some bars ago. */
export class Delayed {
  readonly #values: Float64Array;
  #at = 0;

  constructor(bars: number) {
    this.#values = new Float64Array(bars).fill(Number.NaN);
  }

  /** Takes a value and returns the one that came `bars` before it, NaN while there is none. */
  push(value: number): number {
    const values = this.#values;
    if (values.length === 0) return value;
    const before = values[this.#at];
    values[this.#at] = value;
    this.#at = this.#at + 1 === values.length ? 0 : this.#at + 1;
    return before;
  }
}
