import type { CurvePart } from "./part-of-record";
import type { EquityCurve } from "./track-record";

/** Why a session is not judged by its returns, a clause about it. */
export const equityWasLost = "its equity was not always above 0";

/**
 * Returns whether the equity was at or below 0 at some point of a part of a curve, both ends included; default the whole curve. A
 * return that begins there is undefined, and left out, so that ratios of the others say nothing.
 */
export function isEquityLost(
  { equity, length }: EquityCurve,
  { base, end }: CurvePart = { base: 0, end: length - 1 },
): boolean {
  for (let at = base; at <= end; at++) if (equity[at] <= 0) return true;
  return false;
}
