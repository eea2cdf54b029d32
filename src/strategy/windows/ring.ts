import { largest } from "./exact-sum";

/** The last values of a column, as many as a window has. */
export class Ring {
  readonly period: number;
  readonly #values: Float64Array;
  #at = 0;
  /** Values in the window, at most `period`. */
  size = 0;

  constructor(period: number) {
    this.period = period;
    this.#values = new Float64Array(period);
  }

  /** Takes a value and returns the one that leaves the window, or 0 while the window is not full. */
  push(value: number): number {
    const at = this.#at;
    const leaving = this.size === this.period ? this.#values[at] : 0;
    this.#values[at] = value;
    this.#at = at + 1 === this.period ? 0 : at + 1;
    if (this.size < this.period) this.size++;
    return leaving;
  }

  get full(): boolean {
    return this.size === this.period;
  }

  /** Forgets every value. */
  clear(): void {
    this.size = 0;
    this.#at = 0;
  }
}

/** Whether a value is none: NaN, infinite, or beyond 1e100. Every indicator begins anew after such a value. */
export function isMissing(value: number): boolean {
  return !(Math.abs(value) <= largest);
}
