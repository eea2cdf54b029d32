import { ArrivedBars } from "../../feeds/bars/arrived";
import { FeedEventLog, type NumberedEvent } from "../../feeds/source/live-source";
import type { StoredContent } from "../../store/store";

/** What came of a live feed to a session. */
export interface SessionArrivals {
  readonly bars: ArrivedBars;
  readonly events: FeedEventLog;
}

/** Returns what came to a session that is new. */
export function noArrivals(): SessionArrivals {
  return { bars: new ArrivedBars(), events: new FeedEventLog() };
}

/** Returns what came to a stored session. */
export function arrivalsOf({ liveBars, feedEvents = [] }: StoredContent): SessionArrivals {
  return { bars: new ArrivedBars(liveBars), events: new FeedEventLog(feedEvents as readonly NumberedEvent[]) };
}
