import { ExactSum, isMultipliable } from "./exact-sum";
import { spread } from "./moments";
import { Ring } from "./ring";
import { Twofold } from "./twofold";

const varied = new Twofold();

/** The mean of a window and how far its values lie from it. */
export class Scatter {
  readonly #ring: Ring;
  readonly #sum = new ExactSum();
  readonly #squares = new ExactSum();

  constructor(period: number) {
    this.#ring = new Ring(period);
  }

  /** Takes a value and returns whether the window is full. A missing value empties it. */
  push(value: number): boolean {
    if (!isMultipliable(value)) {
      this.clear();
      return false;
    }
    const leaving = this.#ring.push(value);
    this.#sum.add(value);
    this.#squares.addProduct(value, value);
    if (leaving !== 0) {
      this.#sum.add(-leaving);
      this.#squares.addProduct(-leaving, leaving);
    }
    return this.#ring.full;
  }

  /** The mean of the window, rounded once. Asked for when it is full. */
  get mean(): number {
    return this.#sum.over(this.#ring.period);
  }

  /** Returns the standard deviation, the sum of squares over `period - ddof`; 0 exactly where all values are equal. */
  deviation(ddof: number): number {
    const n = this.#ring.period;
    spread(varied, n, this.#squares, this.#sum, this.#sum);
    return Math.sqrt(varied.high / n / (n - ddof));
  }

  /** Forgets every value. */
  clear(): void {
    this.#ring.clear();
    this.#sum.clear();
    this.#squares.clear();
  }
}
