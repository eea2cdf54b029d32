import type { ReturnConventions } from "./conventions";
import { defined } from "./defined";
import { isFlat, isNearZero, type Moments, momentsOf } from "./moments";

/** Returns of a series and of its benchmark over the same periods, all finite. */
export interface ReturnPairs {
  readonly own: Float64Array;
  readonly benchmark: Float64Array;
  /** Growth of the benchmark over the joined range, a fraction. */
  readonly benchmarkReturn: number | null;
}

/** The moments of a series and its benchmark over the same periods. */
export interface PairMoments {
  readonly count: number;
  readonly own: Moments;
  readonly benchmark: Moments;
  /** Of the active returns, `r − b`. */
  readonly active: Moments;
  /** `Σ(r − mean r)(b − mean b)` */
  readonly products: number;
}

/** Returns the moments of paired finite returns, each when it is asked for. */
export function pairMomentsOf(own: Float64Array, benchmark: Float64Array): PairMoments {
  return new MomentsOfPairs(own, benchmark);
}

class MomentsOfPairs implements PairMoments {
  readonly count: number;
  readonly #returns: readonly [own: Float64Array, benchmark: Float64Array];
  #own: Moments | undefined;
  #benchmark: Moments | undefined;
  #active: Moments | undefined;
  #products: number | undefined;

  constructor(own: Float64Array, benchmark: Float64Array) {
    this.count = own.length;
    this.#returns = [own, benchmark];
  }

  get own(): Moments {
    this.#own ??= momentsOf(this.#returns[0]);
    return this.#own;
  }

  get benchmark(): Moments {
    this.#benchmark ??= momentsOf(this.#returns[1]);
    return this.#benchmark;
  }

  get active(): Moments {
    const [own, benchmark] = this.#returns;
    this.#active ??= momentsOf(own.map((value, i) => value - benchmark[i]));
    return this.#active;
  }

  get products(): number {
    if (this.#products !== undefined) return this.#products;
    const [own, benchmark] = this.#returns;
    const [mean, mean2] = [this.own.mean, this.benchmark.mean];
    let products = 0;
    for (let i = 0; i < own.length; i++) products += (own[i] - mean) * (benchmark[i] - mean2);
    this.#products = products;
    return products;
  }
}

/** Returns `cov(r, b) / var(b)`. `null` below two pairs, and if the benchmark is flat. */
export function slopeOf({ count, benchmark, products }: PairMoments): number | null {
  if (count < 2 || isFlat(benchmark)) return null;
  return defined(products / benchmark.squares);
}

/**
 * Returns Pearson's correlation, `cov(r, b)/(σ_r·σ_b)`, exactly 1 for equal sides. `null` below two pairs, and if either side
 * is flat.
 */
export function correlationOf(pairs: PairMoments): number | null {
  const { count, own, benchmark, products } = pairs;
  if (count < 2 || isFlat(own) || isFlat(benchmark)) return null;
  if (own.squares === benchmark.squares && pairs.active.squares === 0 && pairs.active.mean === 0) return 1;
  const value = products / (Math.sqrt(own.squares) * Math.sqrt(benchmark.squares));
  return defined(Math.max(-1, Math.min(1, value)));
}

/** Whether the active returns have zero variance, within the rounding of the returns that they are differences of. */
export function isActiveFlat({ own, benchmark, active }: PairMoments): boolean {
  return isFlat(active, Math.max(largest(own), largest(benchmark)));
}

/** Whether what the returns have beside so many times those of the benchmark is within their rounding, as of a series and itself. */
export function isRounding(rest: number, { own, benchmark }: PairMoments, slope: number): boolean {
  return isNearZero(rest, Math.max(largest(own), Math.abs(slope) * largest(benchmark)));
}

function largest(moments: Moments): number {
  return Math.max(Math.abs(moments.min), Math.abs(moments.max));
}

/** How much of a benchmark's rises and falls a series took part in; `null` if that is undefined. */
export interface Captures {
  readonly up: number | null;
  readonly down: number | null;
}

/**
 * Returns the annual growth over the periods in which the benchmark rose (or fell) over that of the benchmark in the same
 * periods, each `Π(1 + x)^(N/n) − 1` with the `n` of these periods: the capture ratios of Morningstar, taken over the
 * session's own periods instead of months, as `up_capture` and `down_capture` of empyrical have them. `null` without such a
 * period, and if more than everything was lost.
 */
export function capturesOf(pairs: ReturnPairs, terms: ReturnConventions): Captures {
  return { up: captureOf(pairs, terms, 1), down: captureOf(pairs, terms, -1) };
}

function captureOf(
  { own, benchmark }: ReturnPairs,
  { periodsPerYear }: ReturnConventions,
  sign: number,
): number | null {
  let [count, mine, theirs] = [0, 1, 1];
  for (let i = 0; i < own.length; i++) {
    if (!(benchmark[i] * sign > 0)) continue;
    count++;
    mine *= 1 + own[i];
    theirs *= 1 + benchmark[i];
  }
  if (count === 0) return null;
  if (mine < 0) return null;
  const annual = (growth: number) => Math.expm1((periodsPerYear / count) * Math.log(growth));
  return defined(annual(mine) / annual(theirs));
}
