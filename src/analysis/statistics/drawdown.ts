import { dayLength } from "../../core/days";
import type { DrawdownState } from "../record/track-record";
import { defined } from "./defined";

export type { DrawdownState } from "../record/track-record";

/** How deep a series of levels fell below its highest point so far, and for how long. */
export interface DrawdownSummary {
  /** `min(W_t / max_{s≤t} W_s − 1)`: a fraction, never positive. The first level is a peak. `null` below two levels. */
  readonly depth: number | null;
  /** Longest time from a peak to its recovery, or to the end, in days; 0 without a drawdown. `null` without times. */
  readonly days: number | null;
}

/**
 * Returns the drawdown of `levels[0 .. length)`; `time` holds their epoch milliseconds, if known. A peak that is
 * reached again counts from the last time. Undefined if the first level is not positive. `before`: the state after earlier
 * levels; then only those from `from` on are taken.
 */
export function drawdownOf(
  levels: Float64Array,
  time?: Float64Array,
  length = levels.length,
  before?: DrawdownState,
  from = 0,
): DrawdownSummary {
  const state = drawdownAfter(before, levels, time, length, from);
  if (state === undefined || state.points < 2 || !(state.first > 0)) return { depth: null, days: null };
  const { worst, longest } = state.low < state.peak ? closed(state) : state;
  return { depth: defined(worst - 1), days: time === undefined ? null : longest / dayLength };
}

/**
 * Returns the state after `levels[from .. length)`, which come after those that `before` has seen; `undefined` if there
 * are none.
 */
export function drawdownAfter(
  before: DrawdownState | undefined,
  levels: Float64Array,
  time: Float64Array | undefined,
  length: number,
  from = 0,
): DrawdownState | undefined {
  if (from >= length) return before;
  const timeAt = (at: number) => (time === undefined ? 0 : time[at]);
  const first = before?.first ?? levels[from];
  let { peak, peakTime, low, worst, longest } = before ?? {
    ...{ peak: first, low: first, peakTime: timeAt(from), worst: 1, longest: 0 },
  };
  for (let i = before === undefined ? from + 1 : from; i < length; i++) {
    const level = levels[i];
    if (level >= peak) {
      // Under one peak the lowest level has the lowest ratio. So there is one division per peak, not one per point.
      if (low < peak) {
        worst = Math.min(worst, low / peak);
        longest = Math.max(longest, timeAt(i) - peakTime);
      }
      peak = level;
      low = level;
      peakTime = timeAt(i);
    } else if (level < low) low = level;
  }
  const points = (before?.points ?? 0) + length - from;
  return { points, first, peak, peakTime, low, worst, longest, lastTime: timeAt(length - 1) };
}

// As if the fall that goes on were over.
function closed({ worst, longest, low, peak, peakTime, lastTime }: DrawdownState) {
  return { worst: Math.min(worst, low / peak), longest: Math.max(longest, lastTime - peakTime) };
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
