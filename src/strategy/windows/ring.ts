/** The last values of a column, as many as a window has. */
export class Ring {
  readonly period: number;
  // Grows up to the period, because a window may be longer than there will ever be bars.
  #values: Float64Array;
  #at = 0;
  /** Values in the window, at most `period`. */
  size = 0;
  /** Whether it has as many values as it can have. */
  full = false;

  constructor(period: number) {
    this.period = period;
    this.#values = new Float64Array(Math.min(period, 64));
  }

  /** Takes a value and returns the one that leaves the window, or 0 while the window is not full. */
  push(value: number): number {
    if (this.full) return this.replace(value);
    if (this.size++ === this.#values.length) this.#grow();
    this.#values[this.#at] = value;
    this.full = this.size === this.period;
    this.#at = this.full ? 0 : this.#at + 1;
    return 0;
  }

  /** Takes a value into a full window and returns the one that leaves it. */
  replace(value: number): number {
    const at = this.#at;
    const values = this.#values;
    const leaving = values[at];
    values[at] = value;
    // A full window has all its room.
    this.#at = at + 1 === values.length ? 0 : at + 1;
    return leaving;
  }

  /** Forgets every value. */
  clear(): void {
    this.size = 0;
    this.full = false;
    this.#at = 0;
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.period, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}
