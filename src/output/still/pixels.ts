import type { Scale } from "./scale";

/** Where a panel draws times, numbers or names, and values. */
export interface Panel {
  readonly x: Scale;
  readonly y: Scale;
}

/** Writes a pixel position, to a tenth. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
