/** Returns the value if it is a finite number, otherwise `null`. An undefined metric is never NaN, 0 or infinity. */
export function defined(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
