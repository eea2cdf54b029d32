import { countUntil } from "../../../core/ascending";
import type { SessionContent } from "../../../run/content";

/** Returns what a strategy recorded at a step; nothing for lines that have no number there. */
export function recordsAt({ records }: Pick<SessionContent, "records">, time: number): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const line of records) {
    const at = countUntil(line.time, time) - 1;
    if (at >= 0 && line.time[at] === time) found[line.name] = Number.isFinite(line.value[at]) ? line.value[at] : null;
  }
  return found;
}
