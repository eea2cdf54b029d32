/** How many rows are held against how many at once: as many sums as there are registers for. */
const tile = 3;

/**
 * Calls `take` with the sum of the squared differences of each two rows of the same length, once a pair, the later row first.
 * Each number is read once for three sums, and each sum is added up from the first difference to the last.
 */
export function pairSquares(
  rows: readonly Float64Array[],
  take: (one: number, other: number, squares: number) => void,
): void {
  const sums = new Float64Array(tile * tile);
  // Rows beyond the last one are looked at in vain.
  const rowAt = (place: number) => rows[Math.min(place, rows.length - 1)];
  for (let i = 0; i < rows.length; i += tile)
    for (let j = 0; j <= i; j += tile) {
      add([rowAt(i), rowAt(i + 1), rowAt(i + 2)], [rowAt(j), rowAt(j + 1), rowAt(j + 2)], sums);
      for (let at = 0; at < sums.length; at++) {
        const [one, other] = [i + Math.floor(at / tile), j + (at % tile)];
        if (one < rows.length && other < one) take(one, other, sums[at]);
      }
    }
}

type Rows = readonly [Float64Array, Float64Array, Float64Array];

function add([a, b, c]: Rows, [x, y, z]: Rows, sums: Float64Array): void {
  let [ax, ay, az, bx, by, bz, cx, cy, cz] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const one = a[at];
    const two = b[at];
    const three = c[at];
    let other = x[at];
    ax += (one - other) * (one - other);
    bx += (two - other) * (two - other);
    cx += (three - other) * (three - other);
    other = y[at];
    ay += (one - other) * (one - other);
    by += (two - other) * (two - other);
    cy += (three - other) * (three - other);
    other = z[at];
    az += (one - other) * (one - other);
    bz += (two - other) * (two - other);
    cz += (three - other) * (three - other);
  }
  sums.set([ax, ay, az, bx, by, bz, cx, cy, cz]);
}
