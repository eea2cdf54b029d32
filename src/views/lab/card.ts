import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay } from "../../output/pages/cards";

/** Returns how a lab prints itself. `states`: those of the sessions that are open in this process. */
export function labCard(path: string, states: readonly string[], closed: boolean): Display {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const opened = Array.from(counts, ([state, count]) => `${formatValue(count, "count")} ${state}`).join(", ");
  const pairs = [["Sessions opened here", opened || "none"]] as const;
  return cardDisplay({ title: `Lab ${path}`, note: closed ? "closed" : undefined, pairs });
}
