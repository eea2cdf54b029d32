import { eachBlock } from "./each-block";

/** Count, mean, range and sums of powers of the deviations from the mean, of one series of finite numbers. */
export interface Moments {
  readonly count: number;
  /** `NaN` of an empty series. */
  readonly mean: number;
  /** `Infinity` of an empty series. */
  readonly min: number;
  /** `-Infinity` of an empty series. */
  readonly max: number;
  /** `Σ(x − mean)²` */
  readonly squares: number;
  /** `Σ(x − mean)³` */
  readonly cubes: number;
  /** `Σ(x − mean)⁴` */
  readonly fourths: number;
}

/**
 * Returns the moments of finite numbers by the corrected two-pass algorithm: what rounding left in the first mean is
 * found in the second pass and taken out of the mean and of every sum.
 * Source: Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance.
 */
export function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  const { sum, min, max } = eachBlock(values, sumAndRange, { sum: 0, min: Infinity, max: -Infinity });
  const first = sum / count;
  const { s1, s2, s3, s4 } = eachBlock(values, addPowers, { first, s1: 0, s2: 0, s3: 0, s4: 0 });
  const e = s1 / count;
  return {
    count,
    mean: first + e,
    min,
    max,
    squares: s2 - e * s1,
    cubes: s3 - 3 * e * s2 + 2 * e * e * s1,
    fourths: s4 - 4 * e * s3 + 6 * e * e * s2 - 3 * e * e * e * s1,
  };
}

function sumAndRange(values: Float64Array, from: number, to: number, into: { sum: number; min: number; max: number }): void {
  let { sum, min, max } = into;
  for (let i = from; i < to; i++) {
    const value = values[i];
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  into.sum = sum;
  into.min = min;
  into.max = max;
}

interface Powers {
  readonly first: number;
  s1: number;
  s2: number;
  s3: number;
  s4: number;
}

function addPowers(values: Float64Array, from: number, to: number, into: Powers): void {
  let { first, s1, s2, s3, s4 } = into;
  for (let i = from; i < to; i++) {
    const d = values[i] - first;
    const square = d * d;
    s1 += d;
    s2 += square;
    s3 += square * d;
    s4 += square * square;
  }
  into.s1 = s1;
  into.s2 = s2;
  into.s3 = s3;
  into.s4 = s4;
}

/**
 * Whether a series has zero variance: `max − min ≤ 4·2⁻⁵²·scale`, `scale` by default the largest `|x|`. A standard
 * deviation of exactly 0 is not the test: 252 returns of 0.001 have one of about 2e-19, and a Sharpe ratio of 7e16.
 */
export function isFlat(moments: Moments, scale = Math.max(Math.abs(moments.min), Math.abs(moments.max))): boolean {
  return moments.max - moments.min <= 4 * Number.EPSILON * scale;
}

/** Returns the sample standard deviation, `√(Σ(x − mean)²/(n − 1))`; `NaN` below two values. */
export function deviation(moments: Moments): number {
  return moments.count < 2 ? Number.NaN : Math.sqrt(moments.squares / (moments.count - 1));
}
