/**
 * Returns how far a bar reached from the close before it: the largest of `high - low`, `|high - before|` and
 * `|low - before|` (Wilder 1978). NaN where one is missing.
 */
export function trueRange(high: number, low: number, before: number): number {
  return Math.max(high, before) - Math.min(low, before);
}

/** Whether a bar is whole: a number that is not finite is a missing one. */
export function isWhole(high: number, low: number, close: number): boolean {
  return Number.isFinite(high) && Number.isFinite(low) && Number.isFinite(close);
}
