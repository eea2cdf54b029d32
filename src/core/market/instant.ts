import { dateOf } from "../days";
import type { Calendar } from "./calendar";

/** Writes a time for people: the date of the trading day if there is a calendar, otherwise an ISO instant in UTC. */
export function timeText(time: number, calendar: Calendar | undefined): string {
  if (!Number.isFinite(time)) return "the start";
  return calendar === undefined ? new Date(time).toISOString() : dateOf(calendar.dayOf(time));
}
