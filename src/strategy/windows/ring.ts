/** The last values of a column, as many as a window has. */
export class Ring {
  readonly period: number;
  // Grows up to the period, because a window may be longer than there will ever be bars.
  #values: Float64Array;
  #at = 0;
  /** Values in the window, at most `period`. */
  size = 0;

  constructor(period: number) {
    this.period = period;
    this.#values = new Float64Array(Math.min(period, 64));
  }

  /** Takes a value and returns the one that leaves the window, or 0 while the window is not full. */
  push(value: number): number {
    const at = this.#at;
    let leaving = 0;
    if (this.size === this.period) leaving = this.#values[at];
    else if (this.size++ === this.#values.length) this.#grow();
    this.#values[at] = value;
    this.#at = at + 1 === this.period ? 0 : at + 1;
    return leaving;
  }

  /** Whether it has as many values as it can have. */
  get full(): boolean {
    return this.size === this.period;
  }

  /** Forgets every value. */
  clear(): void {
    this.size = 0;
    this.#at = 0;
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.period, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}
