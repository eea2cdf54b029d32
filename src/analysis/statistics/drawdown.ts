import { dayLength } from "../../core/days";
import { defined } from "./defined";

/** How deep a series of levels fell below its highest point so far, and for how long. */
export interface DrawdownSummary {
  /** `min(W_t / max_{s≤t} W_s − 1)`: a fraction, never positive. The first level is a peak. `null` below two levels. */
  readonly depth: number | null;
  /** Longest time from a peak to its recovery, or to the end, in days; 0 without a drawdown. `null` without times. */
  readonly days: number | null;
}

/**
 * Returns the drawdown of `levels[0 .. length)`; `time` holds their epoch milliseconds, if known. A peak that is
 * reached again counts from the last time. Undefined if the first level is not positive.
 */
export function drawdownOf(levels: Float64Array, time?: Float64Array, length = levels.length): DrawdownSummary {
  if (length < 2 || !(levels[0] > 0)) return { depth: null, days: null };
  let peak = levels[0];
  let peakAt = 0;
  let low = peak;
  let worst = 1;
  let longest = 0;
  for (let i = 1; i < length; i++) {
    const level = levels[i];
    if (level >= peak) {
      // Under one peak the lowest level has the lowest ratio. So there is one division per peak, not one per point.
      if (low < peak) {
        worst = Math.min(worst, low / peak);
        if (time !== undefined) longest = Math.max(longest, time[i] - time[peakAt]);
      }
      peak = level;
      low = level;
      peakAt = i;
    } else if (level < low) low = level;
  }
  if (low < peak) {
    worst = Math.min(worst, low / peak);
    if (time !== undefined) longest = Math.max(longest, time[length - 1] - time[peakAt]);
  }
  return { depth: defined(worst - 1), days: time === undefined ? null : longest / dayLength };
}

/** Returns the growth of 1 through `returns`: `W_0 = 1`, `W_t = Π(1 + r)`, one more point than there are returns. */
export function wealthOf(returns: Float64Array): Float64Array {
  const wealth = new Float64Array(returns.length + 1);
  let growth = 1;
  wealth[0] = 1;
  for (let i = 0; i < returns.length; i++) {
    growth *= 1 + returns[i];
    wealth[i + 1] = growth;
  }
  return wealth;
}
