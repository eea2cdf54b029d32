/** Returns the value where it is a finite number, else `null`: undefined is never NaN, 0 or infinity. */
export function defined(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
