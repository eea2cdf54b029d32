/** How many rows are multiplied with how many at once: as many sums as there are registers for. */
const tile = 3;

/**
 * Calls `take` with the scalar product of each two rows of the same length, a row with itself included: once a pair, the
 * later row first. Each number is read once for three products, since reading it takes longer than multiplying it.
 */
export function pairProducts(
  rows: readonly Float64Array[],
  take: (one: number, other: number, product: number) => void,
): void {
  const products = new Float64Array(tile * tile);
  // Rows beyond the last one are multiplied in vain.
  const rowAt = (place: number) => rows[Math.min(place, rows.length - 1)];
  for (let i = 0; i < rows.length; i += tile)
    for (let j = 0; j <= i; j += tile) {
      multiply([rowAt(i), rowAt(i + 1), rowAt(i + 2)], [rowAt(j), rowAt(j + 1), rowAt(j + 2)], products);
      for (let at = 0; at < products.length; at++) {
        const [one, other] = [i + Math.floor(at / tile), j + (at % tile)];
        if (one < rows.length && other <= one) take(one, other, products[at]);
      }
    }
}

type Rows = readonly [Float64Array, Float64Array, Float64Array];

function multiply([a, b, c]: Rows, [x, y, z]: Rows, products: Float64Array): void {
  let [ax, ay, az, bx, by, bz, cx, cy, cz] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [one, two, three] = [a[at], b[at], c[at]];
    let other = x[at];
    ax += one * other;
    bx += two * other;
    cx += three * other;
    other = y[at];
    ay += one * other;
    by += two * other;
    cy += three * other;
    other = z[at];
    az += one * other;
    bz += two * other;
    cz += three * other;
  }
  products.set([ax, ay, az, bx, by, bz, cx, cy, cz]);
}
