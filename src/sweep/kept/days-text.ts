import { dateOf } from "../../core/days";
import { calendarFrom } from "../../core/market/calendar";
import type { SessionConfig } from "../../session/plan/config";
import type { PointRange } from "../plan/plan";

/** Writes the days of a part of a feed: `2013-05-13 to 2014-05-08`. */
export function daysText({ calendar }: Pick<SessionConfig, "calendar">, { from, to }: PointRange): string {
  const days = calendarFrom(calendar);
  return [from, to].map((time) => dateOf(days.dayOf(time))).join(" to ");
}
