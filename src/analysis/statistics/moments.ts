/** Count, mean, range and sums of powers of the deviations from the mean, of finite numbers. */
export interface Moments {
  readonly count: number;
  /** `NaN` for an empty series. */
  readonly mean: number;
  /** `Infinity` for an empty series. */
  readonly min: number;
  /** `-Infinity` for an empty series. */
  readonly max: number;
  /** `Σ(x − mean)²` */
  readonly squares: number;
  /** `Σ(x − mean)³` */
  readonly cubes: number;
  /** `Σ(x − mean)⁴` */
  readonly fourths: number;
}

/**
 * Returns the moments of finite numbers by the corrected two-pass algorithm. The second pass finds the rounding error
 * of the first mean, and corrects the mean and every sum.
 * Source: Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance.
 */
export function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  const { sum, min, max } = rangeOf(values);
  const first = sum / count;
  const { s1, s2, s3, s4 } = powersOf(values, first);
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

function rangeOf(values: Float64Array) {
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { sum, min, max };
}

function powersOf(values: Float64Array, first: number) {
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - first;
    const square = d * d;
    s1 += d;
    s2 += square;
    s3 += square * d;
    s4 += square * square;
  }
  return { s1, s2, s3, s4 };
}

/**
 * Whether a series has zero variance: `max − min ≤ 4·2⁻⁵²·scale`. `scale` is the largest `|x|` by default. Testing for
 * a standard deviation of exactly 0 would not do: 252 returns of 0.001 have about 2e-19, and a Sharpe ratio of 7e16.
 */
export function isFlat(moments: Moments, scale = Math.max(Math.abs(moments.min), Math.abs(moments.max))): boolean {
  return isNearZero(moments.max - moments.min, scale);
}

/** Whether a difference of numbers that are at most `scale` is within their rounding: `|value| ≤ 4·2⁻⁵²·scale`. */
export function isNearZero(value: number, scale: number): boolean {
  return Math.abs(value) <= 4 * Number.EPSILON * scale;
}

/** Returns the sample standard deviation, `√(Σ(x − mean)²/(n − 1))`; `NaN` below two values. */
export function deviation(moments: Moments): number {
  return moments.count < 2 ? Number.NaN : Math.sqrt(moments.squares / (moments.count - 1));
}
