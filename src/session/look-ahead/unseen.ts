import { type Reached, type Root, reachOf, unreadOf, valuesIn } from "../../strategy/reach/reach";

// What brings in bars that the check does not draw.
const readers = ["replay", "sample", "live", "gbm", "randomWalk", "cointegrated", "openLab"];

/**
 * Returns what a check cannot tell, as sentences after "it": a strategy may read what comes from the future out of
 * variables, files and feeds, which stay the same when the future of a feed is drawn anew.
 */
export function unseenBy(roots: readonly Root[]): string[] {
  const reached = reachOf(roots);
  const values = valuesIn(reached.reach);
  const unread = unreadOf(reached.reach);
  const made = feedsIn(reached);
  return [
    ...(values.length > 0 ? [`it reads ${values.join(", ")}`] : []),
    ...(made.length > 0 ? [`it reads bars of its own, with ${made.join(", ")}`] : []),
    ...(unread.length > 0 ? [`it reads ${unread.join(", ")}, which cannot be looked into`] : []),
  ];
}

function feedsIn({ ours }: Reached): string[] {
  return readers.filter((name) => ours.has(name));
}
