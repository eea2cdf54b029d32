/**
 * Chooses at most `most` (at least 8) of the first `length` points so that the line through them looks like the line
 * through all. From each stretch it takes the first, lowest, highest and last point, in order. The first and last
 * point and both extremes of the whole are included. A gap (NaN) stays a gap: the first NaN of each stretch is kept,
 * and NaN is never an extreme. Returns their indices, or all indices if there are no more points than `most`.
 */
export function decimate(value: Float64Array, length: number, most: number): number[] {
  if (length <= Math.max(8, most)) return Array.from({ length }, (_, i) => i);
  const stretches = Math.max(1, Math.floor(Math.max(8, most) / (hasGap(value, length) ? 5 : 4)));
  const kept: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    keepOf(value, from, to, kept);
  }
  return kept;
}

/**
 * Rounds a number for a figure: to eight significant digits, but never coarser than cents. 0.123456789 becomes
 * 0.12345679, and 12345678.912 becomes 12345678.91. It has more digits where it would be rounded to other cents than the number
 * itself, as cards round it.
 */
export function roundForFigure(value: number): number {
  const cents = value.toFixed(2);
  if (Math.abs(value) >= 1e6) return Number(cents);
  const rounded = Number(value.toPrecision(8));
  return rounded.toFixed(2) === cents ? rounded : value;
}

function keepOf(value: Float64Array, from: number, to: number, kept: number[]): void {
  let lowest = from;
  let highest = from;
  let gap = -1;
  for (let i = from; i < to; i++) {
    const v = value[i];
    if (Number.isNaN(v)) {
      if (gap < 0) gap = i;
      continue;
    }
    // A stretch may begin with a gap. Every comparison with NaN is false.
    if (!(v >= value[lowest])) lowest = i;
    if (!(v <= value[highest])) highest = i;
  }
  const points = [from, lowest, highest, to - 1];
  if (gap >= 0) points.push(gap);
  points.sort((a, b) => a - b);
  for (const [at, i] of points.entries()) if (at === 0 || i !== points[at - 1]) kept.push(i);
}

function hasGap(value: Float64Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (Number.isNaN(value[i])) return true;
  return false;
}
