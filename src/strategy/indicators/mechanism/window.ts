/** The newest numbers, up to as many as its size. Adding one costs the same for every size. */
export class Window {
  readonly size: number;
  /** Numbers in it. */
  length = 0;
  // Grows up to the size, because a window may be larger than there will ever be bars.
  #values: Float64Array;
  // Where the next number goes; in a full window, where the oldest is.
  #at = 0;

  constructor(size: number) {
    this.size = size;
    this.#values = new Float64Array(Math.min(size, 64));
  }

  /** Whether the next number pushes the oldest out. */
  get isFull(): boolean {
    return this.length === this.size;
  }

  /** The oldest number of a full window: the one that leaves when the next one comes. */
  get oldest(): number {
    return this.#values[this.#at];
  }

  /** Takes a number in. A full window drops its oldest. */
  push(value: number): void {
    if (this.length < this.size) {
      if (this.length === this.#values.length) this.#grow();
      this.length++;
    }
    this.#values[this.#at] = value;
    this.#at = this.#at + 1 === this.size ? 0 : this.#at + 1;
  }

  /** Returns a number by its age: 0 is the newest. It must be less than `length`. */
  ago(age: number): number {
    const at = this.#at - 1 - age;
    return this.#values[at < 0 ? at + this.size : at];
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.size, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}
