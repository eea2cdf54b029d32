/** Steps of a sequence that is spread evenly over an interval, however long it is: the golden ratio. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Chooses times after which the future is drawn anew: half of them steps at which something was decided, since that is
 * where looking ahead shows, and the others anywhere. The last step but one is always among them, since a shift by one
 * bar shows there. `steps` and `decisions` are times, ascending.
 */
export function chosenCuts(steps: readonly number[], decisions: readonly number[], count: number): number[] {
  const last = steps.at(-1) as number;
  const decided = [...new Set(decisions)].filter((time) => time < last);
  const chosen = new Set([steps[steps.length - 2]]);
  const atOrders = Math.min(decided.length, Math.ceil((count - 1) / 2));
  for (let at = 1; at <= atOrders; at++) chosen.add(decided[spread(decided.length, at)]);
  const most = Math.min(count, steps.length - 1);
  for (let at = 1; chosen.size < most && at < 50 * count; at++) chosen.add(steps[spread(steps.length - 1, at)]);
  return [...chosen].sort((a, b) => a - b);
}

function spread(length: number, at: number): number {
  return Math.floor(length * ((at * golden) % 1));
}
