import type { ErrorCode } from "../../errors";
import { expected } from "../checks";
import { dateOf, dayOfDate } from "../days";
import type { Calendar } from "./calendar";

/** Writes a time for people: the date of the trading day if there is a calendar, otherwise an ISO instant in UTC. */
export function timeText(time: number, calendar: Calendar | undefined): string {
  if (!Number.isFinite(time)) return "the start";
  return calendar === undefined ? new Date(time).toISOString() : dateOf(calendar.dayOf(time));
}

/**
 * Returns a time in epoch milliseconds: an ISO date is the end of that trading day. Throws INVALID_OPTION, or another
 * `code`. `name` is for the message.
 */
export function instantOf(
  time: string | number | Date,
  calendar: Calendar,
  name = "time",
  code: ErrorCode = "INVALID_OPTION",
): number {
  if (typeof time === "string" && /^\d{4}-\d{2}-\d{2}$/.test(time))
    return calendar.dayEnd(calendar.endOf(dayOfDate(time, name, code)));
  const instant = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : time;
  if (typeof instant === "number" && Number.isFinite(instant)) return instant;
  throw expected(name, "an ISO date or instant, or epoch milliseconds", time, code);
}

/** Returns a function that reads the times of orders as `instantOf` does, with `name` for the message of its INVALID_ORDER. */
export function instantsOf(calendar: Calendar): (time: string | number | Date, name: string) => number {
  return (time, name) => instantOf(time, calendar, name, "INVALID_ORDER");
}
