import { growthOfLevels, growthOfReturns } from "../statistics/growth";
import type { ReturnPairs } from "../statistics/pairs";

/** Values by ascending keys, which are times or day numbers. */
export interface KeyedValues {
  readonly key: Float64Array;
  readonly value: Float64Array;
}

/**
 * Returns `E_t / E_{t−1} − 1` of the first `length` levels, one fewer than there are levels. `NaN` if a level is not
 * finite or the level before it is not positive.
 */
export function returnsOfLevels(levels: Float64Array, length = levels.length): Float64Array {
  const returns = new Float64Array(Math.max(0, length - 1));
  for (let i = 0; i < returns.length; i++) {
    returns[i] = levels[i] > 0 ? levels[i + 1] / levels[i] - 1 : Number.NaN;
  }
  return returns;
}

/** Returns the finite values in order: the same array if all of them are finite. */
export function finiteOf(values: Float64Array): Float64Array {
  let count = 0;
  while (count < values.length && Number.isFinite(values[count])) count++;
  return count === values.length ? values : values.filter(Number.isFinite);
}

/** Returns the values at the common keys, as two arrays of one length. */
export function joined(a: KeyedValues, b: KeyedValues): [Float64Array, Float64Array] {
  const most = Math.min(a.key.length, b.key.length);
  const left = new Float64Array(most);
  const right = new Float64Array(most);
  let count = 0;
  for (let i = 0, j = 0; i < a.key.length && j < b.key.length; ) {
    const difference = a.key[i] - b.key[j];
    if (difference === 0) {
      left[count] = a.value[i];
      right[count++] = b.value[j];
    }
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return [left.subarray(0, count), right.subarray(0, count)];
}

/** Returns the pairs in which both values are finite. */
function finitePairs(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  let count = 0;
  while (count < a.length && Number.isFinite(a[count]) && Number.isFinite(b[count])) count++;
  if (count === a.length) return [a, b];
  const both = (_: number, i: number) => Number.isFinite(a[i]) && Number.isFinite(b[i]);
  return [a.filter(both), b.filter(both)];
}

/** Returns the finite pairs of returns over the same periods, with the benchmark's growth over them. */
export function pairsOfReturns(own: Float64Array, benchmark: Float64Array): ReturnPairs {
  const [left, right] = finitePairs(own, benchmark);
  return { own: left, benchmark: right, benchmarkReturn: growthOfReturns(right) };
}

/**
 * Returns the pairs of returns between levels at the same times. Leaves out times at which either level is not finite.
 */
export function pairsOfLevels(own: Float64Array, benchmark: Float64Array): ReturnPairs {
  const [left, right] = finitePairs(own, benchmark);
  const [ownReturns, benchmarkReturns] = finitePairs(returnsOfLevels(left), returnsOfLevels(right));
  return { own: ownReturns, benchmark: benchmarkReturns, benchmarkReturn: growthOfLevels(right) };
}
