import type { PaperLabError } from "../../errors";
import { expected } from "../checks";
import { dayLength } from "../days";
import { intervalText, parseInterval } from "../interval";
import { weekLength } from "./bar-ends";

/** Milliseconds from which on a gap between bars is a day: one across a change of clocks, or to an early close, is shorter. */
export const shortestDay = 20 * 3_600_000;

/** How many gaps show that a symbol has bars of days, beside others with shorter bars. */
export const leastGaps = 10;

/** Reads the length of longer bars: a day at most, or a week, as milliseconds. Throws INVALID_OPTION. */
export function longerLength(interval: string | number, name = "interval"): number {
  const length = parseInterval(interval, name);
  if (length <= dayLength || length === weekLength) return length;
  throw expected(name, 'a day at most, or "1w"', interval);
}

/**
 * Throws INVALID_OPTION unless bars of `has` milliseconds can be joined to bars of `length`: these must not be shorter,
 * and under a day they must be a multiple. `has`: `undefined` for bars that come at any time.
 */
export function checkLonger(whose: string, has: number | undefined, length: number, name = "interval"): void {
  if (has !== undefined && has > length) throw tooShort(whose, has, length, name);
  if (has !== undefined && length < dayLength && length % has !== 0) {
    const wanted = `a multiple of ${intervalText(has)}, the length of the bars`;
    throw expected(name, wanted, intervalText(length));
  }
}

/** Returns the error for an interval that is shorter than the bars of a feed or symbol. */
export function tooShort(whose: string, has: number, length: number, name = "interval"): PaperLabError {
  const wanted = `at least as long as the bars, which are ${intervalText(has)} in ${whose}`;
  return expected(name, wanted, intervalText(length));
}
