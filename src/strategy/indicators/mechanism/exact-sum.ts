/** Numbers from here on are as good as infinite: fewer than 2^53 of them have a sum that is a number. */
const BEYOND = 2 ** 960;
// Splits a double into halves of 26 bits (Veltkamp, 1968).
const SPLITTER = 2 ** 27 + 1;
// Above this, a window times half a double is not exact.
const WIDEST = 2 ** 26;

/** Whether a number can be summed: it is finite, and below 2^960 (9.7e288) in size. */
export function isSummable(value: number): boolean {
  return Math.abs(value) < BEYOND;
}

/**
 * A sum without any rounding error, from which numbers can be taken out again (Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic", 1997). What it returns depends on the numbers in it alone, not on their order or on what
 * has been in it. All numbers must be summable; take one out by adding its negative.
 */
export class ExactSum {
  // The sum rounded to a double, and what is missing of it, rounded too.
  #high = 0;
  #low = 0;
  // The whole sum as numbers that do not overlap, smallest first, if two do not hold it.
  #parts: number[] | undefined = undefined;

  /** Adds a number. */
  add(value: number): void {
    if (this.#parts !== undefined) {
      this.#addTo(this.#parts, value);
      return;
    }
    const high = this.#high;
    const sum = high + value;
    const added = sum - high;
    const error = high - (sum - added) + (value - added);
    const low = this.#low;
    const errors = low + error;
    const addedError = errors - low;
    if (low - (errors - addedError) + (error - addedError) !== 0) {
      this.#addTo([low, high], value);
      return;
    }
    // Here the sum is 0 or not smaller than the errors, because these are at most half a last bit of what was added.
    const total = sum + errors;
    this.#high = total;
    this.#low = errors - (total - sum);
  }

  /** Adds a number and takes another one out: the same as to add the negative of that one too, in half the time. */
  replace(value: number, old: number): void {
    const difference = value - old;
    const taken = value - difference;
    if (value - (difference + taken) + (taken - old) === 0) this.add(difference);
    else {
      this.add(value);
      this.add(-old);
    }
  }

  /** The sum, rounded once. */
  get value(): number {
    return this.#high;
  }

  /** Returns the sum over `count`, a whole number. The mean of equal numbers is that number. */
  mean(count: number): number {
    return this.meanBy(count, 1 / count);
  }

  /** Returns `mean(count)`, with `1 / count` found before, since a division takes as long as everything else. */
  meanBy(count: number, inverse: number): number {
    if (count > WIDEST) return this.#high / count;
    const quotient = this.#high * inverse;
    const shifted = SPLITTER * quotient;
    const upper = shifted - (shifted - quotient);
    const rest = this.#high - upper * count - (quotient - upper) * count + this.#low;
    return quotient + rest * inverse;
  }

  #addTo(parts: number[], value: number): void {
    grow(parts, value);
    const high = rounded(parts);
    const rest = parts.slice();
    grow(rest, -high);
    const low = rounded(rest);
    grow(rest, -low);
    this.#high = high;
    this.#low = low;
    this.#parts = rest.length === 0 ? undefined : parts;
  }
}

// Adds a number to parts that do not overlap.
function grow(parts: number[], value: number): void {
  let sum = value;
  let kept = 0;
  for (const part of parts) {
    const before = sum;
    sum = before + part;
    const added = sum - before;
    const error = before - (sum - added) + (part - added);
    if (error !== 0) parts[kept++] = error;
  }
  parts.length = kept;
  if (sum !== 0) parts.push(sum);
}

// Rounds half to even, as `math.fsum` of Python does.
function rounded(parts: readonly number[]): number {
  let at = parts.length - 1;
  if (at < 0) return 0;
  let high = parts[at];
  let low = 0;
  while (at > 0 && low === 0) {
    const before = high;
    const part = parts[--at];
    high = before + part;
    low = part - (high - before);
  }
  if (at > 0 && ((low < 0 && parts[at - 1] < 0) || (low > 0 && parts[at - 1] > 0))) {
    const twice = low * 2;
    const next = high + twice;
    if (next - high === twice) high = next;
  }
  return high;
}
