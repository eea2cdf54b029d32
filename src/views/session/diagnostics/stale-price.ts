import { dayLength } from "../../../core/days";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Longer than any holidays.
const DAYS = 10;
// Of longer bars, as many may be missing.
const BARS = 3;

/** Positions that are marked at a price that is long out of date, because their symbol has no bars any more. */
export const stalePrice: Diagnostic = {
  find({ core, content: { positions, priceTimes, curve }, timeText }) {
    const { interval = 0 } = core.record.config;
    const limit = curve.time[curve.length - 1] - Math.max(DAYS * dayLength, BARS * interval);
    const each = positions.flatMap(({ symbol, price }) => {
      const time = priceTimes.get(symbol);
      return time !== undefined && time < limit
        ? [`${symbol} at ${formatValue(price, "price")} of ${timeText(time)}`]
        : [];
    });
    if (each.length === 0) return undefined;
    const cure = "A delisting among the actions of the feed closes it";
    return { what: `Stale price, for want of bars: ${each.join(", ")}`, amount: each.length, cure };
  },
};
