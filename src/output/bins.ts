/** How many values there are from `first * width` on, in steps of `width`. */
export interface Bins {
  readonly first: number;
  readonly width: number;
  readonly counts: number[];
}

const mostBins = 80;

/**
 * Counts ascending values in bins as wide as Freedman and Diaconis say (1981), `2 IQR n^(−1/3)`, at most 80 of them. A bin
 * begins at zero, so that none has positive and negative values in it.
 */
export function binsOf(sorted: Float64Array): Bins {
  const count = sorted.length;
  const [least, most] = [sorted[0] ?? 0, sorted[count - 1] ?? 0];
  const spread = sorted[Math.floor(count * 0.75)] - sorted[Math.floor(count * 0.25)];
  const ideal = (2 * spread) / Math.cbrt(count);
  const wanted = ideal > 0 ? Math.ceil((most - least) / ideal) : 10;
  const bins = Math.max(1, Math.min(mostBins, wanted));
  const ideally = (most - least) / bins;
  // Values that differ in nothing but their last bits near 0 have no width.
  const width = ideally > 1e-300 ? ideally : Math.abs(most) * 0.1 || 0.001;
  const first = Math.floor(least / width);
  const counts = new Array<number>(Math.floor(most / width) - first + 1).fill(0);
  for (const value of sorted) counts[Math.floor(value / width) - first]++;
  return { first, width, counts };
}
