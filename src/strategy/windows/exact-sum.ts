import { productRest, quotient, SPLIT, Twofold } from "./twofold";

// Above this, a count times half a double is not exact.
const WIDEST = 2 ** 26;

/** Whether a number can be summed: it is finite, and below 2^960 (9.7e288) in size. */
export function isSummable(value: number): boolean {
  return Math.abs(value) < 2 ** 960;
}

/** Whether the products of a number with others of its kind can be summed: it is at most 1e100 in size. */
export function isMultipliable(value: number): boolean {
  return Math.abs(value) <= 1e100;
}

/**
 * A sum without any rounding, from which values can be taken away again: after numbers of any size have come and gone,
 * it is exactly the sum of those that are left. Nearly every sum of prices fits into two doubles; what does not is kept
 * as an expansion (Shewchuk 1997, "Adaptive Precision Floating-Point Arithmetic", figure 6).
 */
export class ExactSum {
  #a = 0;
  #b = 0;
  // Parts of an expansion, the smallest first, none overlapping another. Used when two doubles do not suffice.
  readonly #parts: number[] = [];
  #count = 0;
  #rest = 0;
  #below = 0;

  /** Forgets everything: the sum is 0. */
  clear(): void {
    this.#a = 0;
    this.#b = 0;
    this.#count = 0;
  }

  /** Adds a value. To take one away, add its opposite. */
  add(value: number): void {
    if (this.#count > 0) {
      this.#grow(value);
      this.#settle();
      return;
    }
    const sum = this.#a + value;
    const part = sum - this.#a;
    const rest = this.#a - (sum - part) + (value - part);
    const low = this.#b + rest;
    const lowPart = low - this.#b;
    const lost = this.#b - (low - lowPart) + (rest - lowPart);
    if (lost === 0) {
      this.#a = sum;
      this.#b = low;
      return;
    }
    this.#grow(lost);
    this.#grow(low);
    this.#grow(sum);
    this.#settle();
  }

  /** Adds a value and takes another away: mostly in one addition, because close prices have an exact difference. */
  slide(entering: number, leaving: number): void {
    const change = entering - leaving;
    if (isExact(entering, leaving, change)) this.add(change);
    else {
      this.add(entering);
      this.add(-leaving);
    }
  }

  /** Becomes the sum that `leave` left, unless it is this one still. */
  take(two: Float64Array): void {
    if (Number.isNaN(two[0])) return;
    this.#a = two[0];
    this.#b = two[1];
    this.#count = 0;
  }

  /** Writes the two doubles that hold the sum, for `slideTwo`. If two do not suffice, the first is `NaN`. */
  leave(two: Float64Array): void {
    two[0] = this.#count === 0 ? this.#a : Number.NaN;
    two[1] = this.#b;
  }

  /**
   * Does what `slide` and `over` do for each of `values` from the row `from` on, the value `count` rows before it leaving, and
   * writes the means to `means`, as long as two doubles suffice and values can be summed. Returns the first row
   * that is left. Its numbers are in variables, because those of an object are written to memory each time.
   */
  slideAlong(values: Float64Array, means: Float64Array, from: number, count: number, inverse: number): number {
    if (this.#count > 0) return from;
    let a = this.#a;
    let b = this.#b;
    let at = from;
    for (; at < values.length; at++) {
      const entering = values[at];
      const leaving = values[at - count];
      const change = entering - leaving;
      const taken = entering - change;
      const sum = a + change;
      const part = sum - a;
      const rest = a - (sum - part) + (change - part);
      const low = b + rest;
      const lowPart = low - b;
      const lost = b - (low - lowPart) + (rest - lowPart);
      if (!(entering - (change + taken) + (taken - leaving) === 0 && lost === 0 && isSummable(entering))) break;
      a = sum;
      b = low;
      const high = sum + low;
      const highPart = high - sum;
      means[at] = meanOf(high, sum - (high - highPart) + (low - highPart), count, inverse);
    }
    this.#a = a;
    this.#b = b;
    return at;
  }

  /** Adds the exact product of two numbers. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.add(productRest(a, b, product));
    this.add(product);
  }

  /** Adds another sum, times `factor`. */
  addSum(other: ExactSum, factor: number): void {
    if (other.#count === 0) {
      this.addProduct(other.#b, factor);
      this.addProduct(other.#a, factor);
    }
    for (let at = 0; at < other.#count; at++) this.addProduct(other.#parts[at], factor);
  }

  /** Adds the exact product of two other sums, times `sign` (1 or -1). */
  addProductOfSums(one: ExactSum, other: ExactSum, sign: number): void {
    if (one.#count === 0) {
      this.#addTimes(other, one.#b, sign);
      this.#addTimes(other, one.#a, sign);
    }
    for (let at = 0; at < one.#count; at++) this.#addTimes(other, one.#parts[at], sign);
  }

  // The product of two parts may have twice the digits of a double, so the factor is never multiplied with the sign.
  #addTimes(other: ExactSum, part: number, sign: number): void {
    if (part !== 0) this.addSum(other, sign * part);
  }

  /** Sets `to` to the sum, rounded to twice the digits of a double. It depends on the sum alone, not on its past. */
  read(to: Twofold): Twofold {
    if (this.#count === 0) return to.set(this.#a, this.#b);
    // Not added up again: a tie would be rounded without what is below it.
    to.high = this.#rounded(this.#parts[this.#count - 1], this.#count - 1);
    to.low = this.#rest === 0 ? 0 : this.#rounded(this.#rest, this.#below);
    return to;
  }

  // Rounds the sum of a number and of the parts below it, and leaves what that took away, with the parts below that.
  #rounded(first: number, below: number): number {
    const parts = this.#parts;
    let high = first;
    let rest = 0;
    let at = below;
    while (at > 0 && rest === 0) {
      const before = high;
      high = before + parts[--at];
      rest = parts[at] - (high - before);
    }
    // Half of a last digit is rounded by what is below it, as Python's math.fsum does.
    if (at > 0 && Math.sign(rest) === Math.sign(parts[at - 1])) {
      const further = high + rest * 2;
      if (rest * 2 === further - high) {
        high = further;
        rest = -rest;
      }
    }
    this.#rest = rest;
    this.#below = at;
    return high;
  }

  /**
   * Returns the sum over `count`, rounded once: the mean of equal values is exactly that value. `inverse` is
   * `1 / count`, found before, because a division takes as long as all the rest.
   */
  over(count: number, inverse = 1 / count): number {
    const { high, low } = this.read(rounded);
    return meanOf(high, low, count, inverse);
  }

  #grow(value: number): void {
    const parts = this.#parts;
    let carried = value;
    let kept = 0;
    for (let at = 0; at < this.#count; at++) {
      const present = parts[at];
      const sum = carried + present;
      const part = sum - carried;
      const rest = carried - (sum - part) + (present - part);
      if (rest !== 0) parts[kept++] = rest;
      carried = sum;
    }
    if (carried !== 0) parts[kept++] = carried;
    this.#count = kept;
  }

  #settle(): void {
    if (this.#count > 2) return;
    this.#a = this.#count > 0 ? this.#parts[this.#count - 1] : 0;
    this.#b = this.#count > 1 ? this.#parts[0] : 0;
    this.#count = 0;
  }
}

/**
 * Slides a sum that is held by the first two numbers of `two`, and returns it over `count`, as `slide` and `over` do. Where
 * two doubles may not suffice, it does nothing and returns `NaN`.
 */
export function slideTwo(two: Float64Array, entering: number, leaving: number, count: number, inverse: number): number {
  const change = entering - leaving;
  const a = two[0];
  if (!isExact(entering, leaving, change) || !(Math.abs(change) <= Math.abs(a))) return Number.NaN;
  // Where it is known which of two numbers is larger, what rounding takes from their sum is found in half the time, the
  // same to the last bit (Dekker 1971).
  const b = two[1];
  const sum = a + change;
  const rest = change - (sum - a);
  const low = b + rest;
  const lowPart = low - b;
  if (b - (low - lowPart) + (rest - lowPart) !== 0 || !(Math.abs(low) <= Math.abs(sum))) return Number.NaN;
  two[0] = sum;
  two[1] = low;
  const high = sum + low;
  return meanOf(high, low - (high - sum), count, inverse);
}

// Whether a difference was not rounded. It never is if one of two positive numbers is at most twice the other (Sterbenz 1974),
// as with most prices.
function isExact(one: number, other: number, difference: number): boolean {
  if (one <= other * 2 && other <= one * 2) return true;
  const taken = one - difference;
  return one - (difference + taken) + (taken - other) === 0;
}

// Returns `(high + low) / count`. `low` is at most half of the last digit of `high`.
function meanOf(high: number, low: number, count: number, inverse: number): number {
  if (count > WIDEST) return quotient(high, low, count, 0);
  const first = high * inverse;
  const wide = SPLIT * first;
  const upper = wide - (wide - first);
  return first + (high - upper * count - (first - upper) * count + low) * inverse;
}

const rounded = new Twofold();
