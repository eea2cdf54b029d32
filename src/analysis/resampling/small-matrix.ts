/** A small square matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/** Returns the solution x of `A x = b` by elimination with the largest pivots; what a singular A leaves free is 0. */
export function solve(a: Matrix, b: readonly number[]): number[] {
  const size = b.length;
  const rows = a.map((row, at) => [...row, b[at]]);
  const largest = Math.max(...a.flat().map(Math.abs));
  const pivots: number[] = [];
  for (let column = 0; column < size; column++) {
    let best = pivots.length;
    for (let row = best; row < size; row++) if (Math.abs(rows[row][column]) > Math.abs(rows[best][column])) best = row;
    if (best >= size || !(Math.abs(rows[best][column]) > 1e-13 * largest)) continue;
    const at = pivots.length;
    [rows[at], rows[best]] = [rows[best], rows[at]];
    for (let row = 0; row < size; row++) {
      if (row === at) continue;
      const factor = rows[row][column] / rows[at][column];
      for (let k = column; k <= size; k++) rows[row][k] -= factor * rows[at][k];
    }
    pivots.push(column);
  }
  const x = new Array<number>(size).fill(0);
  for (const [row, column] of pivots.entries()) x[column] = rows[row][size] / rows[row][column];
  return x;
}

/** Returns a matrix with its columns and rows exchanged. */
export function transposed(a: Matrix): number[][] {
  return a.map((_, column) => a.map((row) => row[column]));
}

/**
 * Returns the matrix with its singular values capped: of `A = U S V'`, `U min(S, cap) V'`. By one-sided rotations that make
 * the columns of `A V` orthogonal.
 * Source: Hestenes (1958), Inversion of Matrices by Biorthogonalization and Related Results.
 */
export function withCappedSingularValues(a: Matrix, cap: number): number[][] {
  const size = a.length;
  const columns = transposed(a);
  const v = columns.map((_, i) => columns.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotated = rotate(columns, v, p, q) || rotated;
    if (!rotated) break;
  }
  const capped = columns.map((column) => {
    const length = Math.hypot(...column);
    return length > cap ? column.map((value) => (value * cap) / length) : column;
  });
  // A is the sum over k of (column k of A V) times (column k of V)'.
  return a.map((_, i) => a.map((_, j) => capped.reduce((sum, column, k) => sum + column[i] * v[k][j], 0)));
}

function rotate(columns: number[][], v: number[][], p: number, q: number): boolean {
  const [a, b, c] = [dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])];
  if (c * c <= 1e-30 * a * b || c === 0) return false;
  const z = (b - a) / (2 * c);
  const t = (z < 0 ? -1 : 1) / (Math.abs(z) + Math.sqrt(1 + z * z));
  const cosine = 1 / Math.sqrt(1 + t * t);
  for (const of of [columns, v]) {
    const [one, other] = [of[p], of[q]];
    of[p] = one.map((value, k) => cosine * (value - t * other[k]));
    of[q] = one.map((value, k) => cosine * (t * value + other[k]));
  }
  return true;
}

/** Returns `Σ a_k b_k`. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
