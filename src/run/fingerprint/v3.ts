import type { Journal } from "../../core/journal/journal";
import type { EventBytes } from "./hashed-bytes";
import { writeEvent as writeEvent2 } from "./v2";

// Frozen, even if a session can end for other reasons. To be bankrupt is a matter of its steps.
const endings: readonly (string | undefined)[] = ["END_OF_FEED", "STOPPED"];

/**
 * Writes the event at `index` as version 3 of the fingerprint does: as version 2, without the orders that still worked when
 * the session ended. So a session that was paused or stopped is like one on the bars that it took.
 */
export function writeEvent(journal: Journal, index: number, into: EventBytes): void {
  const isEnding =
    journal.kind(index) === "orderCanceled" && endings.includes(journal.orders.reason(journal.row(index)));
  if (!isEnding) writeEvent2(journal, index, into);
}
