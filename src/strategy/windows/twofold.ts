/** 2^27 + 1, which splits a double into two halves of 26 bits (Veltkamp). */
export const SPLIT = 134217729;

/**
 * Returns what rounding took from `product = a * b`: the exact product is `product` plus this (Dekker 1971). Exact for
 * factors up to 1e290 whose product is above 1e-290 or 0.
 */
export function productRest(a: number, b: number, product: number): number {
  const wideA = SPLIT * a;
  const highA = wideA - (wideA - a);
  const lowA = a - highA;
  const wideB = SPLIT * b;
  const highB = wideB - (wideB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/**
 * Returns `(high + low) / (divisorHigh + divisorLow)`, rounded once: the long division of two numbers of twice the
 * digits of a double. `low` is at most half of the last digit of `high`.
 */
export function quotient(high: number, low: number, divisorHigh: number, divisorLow: number): number {
  const first = high / divisorHigh;
  const product = first * divisorHigh;
  const rest = high - product - productRest(first, divisorHigh, product) + (low - first * divisorLow);
  return first + rest / divisorHigh;
}

/**
 * A number of twice the digits of a double (about 32 decimal ones): the sum of `high` and `low`. Its methods change it
 * and return it. Arithmetic after Dekker (1971) and Hida, Li and Bailey (2001).
 */
export class Twofold {
  high = 0;
  low = 0;

  /** Becomes the exact sum of two numbers. */
  set(a: number, b: number): this {
    const sum = a + b;
    const part = sum - a;
    this.high = sum;
    this.low = a - (sum - part) + (b - part);
    return this;
  }

  /** Becomes `a * b`. */
  setProduct(a: Twofold, b: Twofold): this {
    const product = a.high * b.high;
    const rest = productRest(a.high, b.high, product) + (a.high * b.low + a.low * b.high);
    return this.set(product, rest);
  }

  /** Becomes `a - b`. */
  setDifference(a: Twofold, b: Twofold): this {
    const low = a.low - b.low;
    this.set(a.high, -b.high);
    return this.set(this.high, this.low + low);
  }

  /** Becomes `a / b`. */
  setQuotient(a: Twofold, b: Twofold): this {
    const first = a.high / b.high;
    const product = first * b.high;
    const rest = a.high - product - productRest(first, b.high, product) + (a.low - first * b.low);
    return this.set(first, rest / b.high);
  }
}
