import { zoneOf } from "../../../core/market/zone";
import { type Clock, timeAxis } from "../../../output/figures/parts/time-axis";
import type { WallClock } from "../../../output/formats";
import type { SessionCore } from "../../../session/core";
import { dayOf } from "../days";

/** Returns the clock of the feed of some sessions, that of the first: its days if all bars are days, or else its zone. */
export function clockOf(...sessions: readonly Pick<SessionCore, "daily" | "calendar" | "content">[]): Clock {
  const { timezone, spec } = sessions[0].calendar;
  return { day: dayOf(...sessions), zone: zoneOf(timezone), always: spec === "always" };
}

/** Returns the clocks of a session's feed. */
export function wallClockOf({ calendar }: Pick<SessionCore, "calendar">): WallClock {
  return zoneOf(calendar.timezone);
}

/** Returns a function that writes a time as the figures of a session do: `2014-06-09`, or `2014-06-09 15:30` in the zone of its feed. */
export function whenOf(core: SessionCore): (time: number) => string {
  return timeAxis([], clockOf(core)).label;
}
