import { ExactSum, isMultipliable } from "./exact-sum";
import { spread } from "./moments";
import { Ring } from "./ring";
import type { Twofold } from "./twofold";

/** How the values of two columns lie to one another, over a window. */
export class PairScatter {
  readonly #a: Ring;
  readonly #b: Ring;
  readonly #sumA = new ExactSum();
  readonly #sumB = new ExactSum();
  readonly #squaresA = new ExactSum();
  readonly #squaresB = new ExactSum();
  readonly #products = new ExactSum();

  constructor(period: number) {
    this.#a = new Ring(period);
    this.#b = new Ring(period);
  }

  /** Takes a pair of values and returns whether the window is full. A missing value of either empties it. */
  push(a: number, b: number): boolean {
    if (!isMultipliable(a) || !isMultipliable(b)) {
      this.clear();
      return false;
    }
    const full = this.#a.full;
    this.#add(a, b, 1);
    const leavingA = this.#a.push(a);
    const leavingB = this.#b.push(b);
    if (full) this.#add(leavingA, leavingB, -1);
    return this.#a.full;
  }

  #add(a: number, b: number, sign: number): void {
    this.#sumA.add(sign * a);
    this.#sumB.add(sign * b);
    this.#squaresA.addProduct(sign * a, a);
    this.#squaresB.addProduct(sign * b, b);
    this.#products.addProduct(sign * a, b);
  }

  /** The mean of the first column, rounded once. */
  get meanA(): number {
    return this.#sumA.over(this.#a.period);
  }

  /** The mean of the second column, rounded once. */
  get meanB(): number {
    return this.#sumB.over(this.#a.period);
  }

  /** Sets `to` to the variance of the first column, times the square of the period. */
  varianceA(to: Twofold): Twofold {
    return spread(to, this.#a.period, this.#squaresA, this.#sumA, this.#sumA);
  }

  /** Sets `to` to the variance of the second column, times the square of the period. */
  varianceB(to: Twofold): Twofold {
    return spread(to, this.#a.period, this.#squaresB, this.#sumB, this.#sumB);
  }

  /** Sets `to` to the covariance of the two columns, times the square of the period. */
  covariance(to: Twofold): Twofold {
    return spread(to, this.#a.period, this.#products, this.#sumA, this.#sumB);
  }

  /** Forgets every value. */
  clear(): void {
    const sums = [this.#sumA, this.#sumB, this.#squaresA, this.#squaresB, this.#products];
    for (const part of [this.#a, this.#b, ...sums]) part.clear();
  }
}
