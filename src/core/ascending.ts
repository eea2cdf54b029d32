/**
 * Returns the first place from `from` to `to` (exclusive) at which something is so, `to` if it is so at none. It must be so at
 * every place after one at which it is. Asks as often as the places can be halved.
 */
export function firstPlace(from: number, to: number, isSo: (place: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Returns how many of the first `length` of some ascending numbers are below a value; none are below `NaN`. */
export function countBelow(ascending: ArrayLike<number>, value: number, length = ascending.length): number {
  return firstPlace(0, length, (place) => !(ascending[place] < value));
}

/** Returns how many of the first `length` of some ascending numbers, such as times, are at most a value. */
export function countUntil(ascending: ArrayLike<number>, value: number, length = ascending.length): number {
  return firstPlace(0, length, (place) => !(ascending[place] <= value));
}
