/** Why a session is not judged by its returns, a clause about it. */
export const equityWasLost = "its equity was not always above 0";

/** An equity curve; the array may be longer than `length`. */
interface Levels {
  readonly equity: Float64Array;
  readonly length: number;
}

/**
 * Returns whether the equity was at or below 0 at some point from `base` to `end`, both included; default anywhere. A return
 * that begins there is undefined, and left out, so that ratios of the others say nothing.
 */
export function isEquityLost({ equity, length }: Levels, { base, end } = { base: 0, end: length - 1 }): boolean {
  for (let at = base; at <= end; at++) if (equity[at] <= 0) return true;
  return false;
}
