/** A Float64Array that grows by doubling as numbers are appended. */
export class NumberColumn {
  /** How many numbers it holds. */
  length = 0;
  /** The numbers. The array may be longer than `length`. */
  values: Float64Array;

  constructor(capacity = 64) {
    this.values = new Float64Array(capacity);
  }

  /** Appends one number. */
  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = value;
  }

  /** Returns a view of the numbers from `from` on; it does not grow with the column. */
  view(from = 0): Float64Array {
    return this.values.subarray(from, this.length);
  }

  /** Removes the first numbers. Views that were taken before must not be used any more. */
  dropFirst(count: number): void {
    this.values.copyWithin(0, count, this.length);
    this.length -= count;
  }

  #grow(): void {
    const larger = new Float64Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
