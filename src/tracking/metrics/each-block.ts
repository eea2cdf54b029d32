const size = 8192;

/**
 * Calls `add` for each block of a long array with the same sums to add to, and returns them. One long loop in one call
 * is several times slower: it is compiled before anything behind it has run, and thrown away when it gets there.
 */
export function eachBlock<Sums>(
  values: Float64Array,
  add: (values: Float64Array, from: number, to: number, sums: Sums) => void,
  sums: Sums,
): Sums {
  for (let from = 0; from < values.length; from += size) {
    add(values, from, Math.min(values.length, from + size), sums);
  }
  return sums;
}
