import { ExactSum, isSummable, slideTwo } from "./exact-sum";

// What comes before the values of the window: the two doubles of the sum, and 1 / period.
const INVERSE = 2;
const HEAD = 3;
// Values to make room for at first, because a window may be longer than there will ever be bars.
const ROOM = 64;

/** The mean of a window, rounded once: the mean of equal values is exactly that value. */
export class Mean {
  // All numbers are in one place: with many symbols, each place costs more than the additions.
  #window: Float64Array;
  // Where the next value goes.
  #at = HEAD;
  readonly #period: number;
  #isFull = false;
  // The sum until the window is full, and where two doubles do not suffice.
  readonly #sum = new ExactSum();

  constructor(period: number) {
    this.#period = period;
    this.#window = new Float64Array(HEAD + Math.min(period, ROOM));
    this.#window[INVERSE] = 1 / period;
  }

  /** Takes a value and returns the mean of the last `period`, or NaN while there are fewer. A missing one empties it. */
  push(value: number): number {
    if (!isSummable(value)) return this.#miss();
    if (!this.#isFull) return this.#begin(value);
    const window = this.#window;
    const at = this.#at;
    const leaving = window[at];
    window[at] = value;
    this.#at = at + 1 === window.length ? HEAD : at + 1;
    const mean = slideTwo(window, value, leaving, this.#period, window[INVERSE]);
    return Number.isNaN(mean) ? this.#slide(value, leaving) : mean;
  }

  #miss(): number {
    this.clear();
    return Number.NaN;
  }

  // Values are added up when the window is full: V8 makes `push` a part of what calls it only if all of it is short.
  #begin(value: number): number {
    if (this.#at === this.#window.length) this.#grow();
    this.#window[this.#at++] = value;
    return this.#at === HEAD + this.#period ? this.#fill() : Number.NaN;
  }

  #fill(): number {
    const window = this.#window;
    const sum = this.#sum;
    sum.clear();
    for (let at = HEAD; at < window.length; at++) sum.add(window[at]);
    sum.leave(window);
    this.#at = HEAD;
    this.#isFull = true;
    return sum.over(this.#period, window[INVERSE]);
  }

  #slide(entering: number, leaving: number): number {
    const sum = this.#sum;
    sum.take(this.#window);
    sum.slide(entering, leaving);
    sum.leave(this.#window);
    return sum.over(this.#period, this.#window[INVERSE]);
  }

  #grow(): void {
    const values = this.#window.length - HEAD;
    const larger = new Float64Array(HEAD + Math.min(this.#period, values * 2));
    larger.set(this.#window);
    this.#window = larger;
  }

  /** Takes all values in, having taken in none yet, and writes what `push` would return for each. */
  series(values: Float64Array, to: Float64Array): void {
    const period = this.#period;
    let at = 0;
    while (at < values.length) at = this.#run(values, to, at, period);
  }

  // Takes values in from a row on, up to and including the next one that is missing. Returns the row after it.
  #run(values: Float64Array, to: Float64Array, from: number, period: number): number {
    const sum = this.#sum;
    const inverse = this.#window[INVERSE];
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
      sum.slide(value, size > period ? values[at - period] : 0);
      to[at] = sum.over(period, inverse);
      at = sum.slideAlong(values, to, at + 1, period, inverse) - 1;
    }
    return values.length;
  }

  /** Forgets every value. */
  clear(): void {
    this.#at = HEAD;
    this.#isFull = false;
  }
}
