import { dayLength } from "../../core/days";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

// Longer than any holidays.
const DAYS = 10;
// Of longer bars, as many may be missing.
const BARS = 3;

/**
 * Writes which positions are marked at a price that is long out of date, because their symbol has no bars any more. `interval`:
 * milliseconds between bars.
 */
export function stalePairs(
  { positions, priceTimes, curve }: Pick<SessionContent, "positions" | "priceTimes" | "curve">,
  timeText: (time: number) => string,
  interval = 0,
): Pair[] {
  const limit = curve.time[curve.length - 1] - Math.max(DAYS * dayLength, BARS * interval);
  const each = positions.flatMap(({ symbol, price }) => {
    const time = priceTimes.get(symbol);
    return time !== undefined && time < limit ? [`${symbol} at ${price} of ${timeText(time)}`] : [];
  });
  const cure = "A delisting among the actions of the feed closes it";
  return each.length === 0 ? [] : [["Warning", `Stale price, for want of bars: ${each.join(", ")}. ${cure}`]];
}
