/**
 * Rearranges `values` in place so that `values[rank]` is the value it would be after sorting, with nothing larger
 * before it and nothing smaller after it. The values must be finite. Expected time is linear.
 * Source: Floyd and Rivest (1975), Algorithm 489: SELECT.
 */
export function selectInPlace(values: Float64Array, rank: number, left = 0, right = values.length - 1): void {
  let from = left;
  let to = right;
  while (to > from) {
    if (to - from > 600) narrow(values, rank, from, to);
    const pivot = values[rank];
    let i = from;
    let j = to;
    swap(values, from, rank);
    if (values[to] > pivot) swap(values, from, to);
    while (i < j) {
      swap(values, i++, j--);
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
    }
    if (values[from] === pivot) swap(values, from, j);
    else swap(values, ++j, to);
    if (j <= rank) from = j + 1;
    if (rank <= j) to = j - 1;
  }
}

// Selects within a sample around the rank first, so that the pivot is close to it.
function narrow(values: Float64Array, rank: number, from: number, to: number): void {
  const count = to - from + 1;
  const place = rank - from + 1;
  const z = Math.log(count);
  const size = 0.5 * Math.exp((2 * z) / 3);
  const spread = 0.5 * Math.sqrt((z * size * (count - size)) / count) * Math.sign(place - count / 2);
  const start = Math.max(from, Math.floor(rank - (place * size) / count + spread));
  const end = Math.min(to, Math.floor(rank + ((count - place) * size) / count + spread));
  selectInPlace(values, rank, start, end);
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a];
  values[a] = values[b];
  values[b] = kept;
}
