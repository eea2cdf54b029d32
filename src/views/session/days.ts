import { countUntil } from "../../core/ascending";
import { dateOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import { localText } from "../../output/formats";
import type { SessionCore } from "../../session/core";

/** The part of a session that says which days its times belong to. */
export type DaysOf = Pick<SessionCore, "daily" | "calendar" | "content">;

/**
 * Returns a function that writes the trading day of a time of some sessions, in the calendar of the first that has a step
 * then; `undefined` unless all their bars are days. The point before the first bar is at the end of the day before, which
 * may be a Sunday. It then belongs to the last trading day before.
 */
export function dayOf(...sessions: readonly DaysOf[]): ((time: number) => string) | undefined {
  if (!sessions.every(({ daily }) => daily)) return undefined;
  const begun = sessions.map(({ content: { curve } }) => ({
    start: curve.length > 0 ? curve.time[0] : Infinity,
    first: curve.length > 1 ? curve.time[1] : Infinity,
  }));
  const calendarAt = calendarsOf(sessions);
  return (time) => {
    const calendar = calendarAt(time);
    const isBefore = begun.some(({ start, first }) => time >= start && time < first);
    const day = calendar.dayOf(time);
    return dateOf(isBefore ? lastTradingDay(calendar, day) : day);
  };
}

// In another zone, a day ends in the middle of the first session's next one.
function calendarsOf(sessions: readonly DaysOf[]): (time: number) => Calendar {
  const [{ calendar: first }] = sessions;
  if (new Set(sessions.map(({ calendar: { name, timezone } }) => `${name} ${timezone}`)).size === 1) return () => first;
  const hasStep = ({ content: { curve } }: DaysOf, time: number) =>
    curve.time[countUntil(curve.time.subarray(0, curve.length), time) - 1] === time;
  return (time) => (sessions.find((session) => hasStep(session, time)) ?? sessions[0]).calendar;
}

/** Returns a function that writes a time of a session for people: the date of its trading day, or else the instant by the clocks of its feed, as in its figures. */
export function timeTextOf(session: DaysOf): (time: number) => string {
  const { timeText, inZone } = timesOf(session);
  return (time) => (Number.isFinite(time) ? inZone(timeText(time)) : timeText(time));
}

/** How a page that has many times of a session writes them. */
export interface WrittenTimes {
  /** Writes a time as `timeTextOf` does, without the name of the zone. */
  readonly timeText: (time: number) => string;
  /** Adds the name of the zone to a text, for the one place that names it; nothing if times are dates of trading days. */
  readonly inZone: (text: string) => string;
}

/** Returns how a page that names its zone once writes times of a session. */
export function timesOf(session: DaysOf): WrittenTimes {
  const day = dayOf(session);
  const zone = zoneOf(session.calendar.timezone);
  return {
    timeText: (time) => (Number.isFinite(time) ? (day?.(time) ?? localText(time, zone)) : "the start"),
    inZone: (text) => (day === undefined ? `${text} ${zone.name}` : text),
  };
}

// No exchange is closed for longer. If this much has no trading day, the calendar is a list that begins with the first
// bar.
const longestClosure = 30;

function lastTradingDay(calendar: Calendar, day: number): number {
  for (let back = 0; back < longestClosure; back++) if (calendar.isTradingDay(day - back)) return day - back;
  return day;
}
