import type { ErrorCode } from "../../errors";
import { expected } from "../checks";
import { civilDay, dateOf, dayOfDate } from "../days";
import type { Calendar } from "./calendar";
import { zoneOf } from "./zone";

/** Writes a time for people: the date of the trading day if there is a calendar, otherwise an ISO instant in UTC. */
export function timeText(time: number, calendar: Calendar | undefined): string {
  if (!Number.isFinite(time)) return "the start";
  return calendar === undefined ? new Date(time).toISOString() : dateOf(calendar.dayOf(time));
}

// A local time may have the name of its zone behind it, as times are printed.
const written =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(Z|[+-]\d{2}:?\d{2})| ([A-Za-z][\w+-]*(?:\/[\w+-]+)*))?$/;

const isDate = (time: unknown): time is string => typeof time === "string" && /^\d{4}-\d{2}-\d{2}$/.test(time);

/**
 * Returns a time that is asked about, in epoch milliseconds: an ISO date is the end of that trading day, and a time without a
 * zone is one of clocks in the calendar's zone, as in files. One may be named: `2023-10-10 11:00 Europe/Berlin`. Throws
 * INVALID_OPTION. `name` is for the message.
 */
export function instantOf(time: string | number | Date, calendar: Calendar, name = "time"): number {
  if (isDate(time)) return endOfDate(time, calendar, name);
  const instant = typeof time === "string" ? readWritten(time, calendar) : time instanceof Date ? time.getTime() : time;
  if (typeof instant === "number" && Number.isFinite(instant)) return instant;
  const local = `"2023-10-10 11:00" (in ${calendar.timezone})`;
  const wanted = `a date such as "2023-10-10", a time such as ${local} or "2023-10-10T11:00Z", or epoch milliseconds`;
  throw expected(name, wanted, time);
}

function readWritten(text: string, { timezone }: Calendar): number {
  const [, date = "", clock, offset, zone = timezone] = written.exec(text) ?? [];
  const [year, month, day] = date.split("-").map(Number);
  // Date.parse reads 2024-02-31 as 2024-03-02.
  const isThere = date !== "" && !Number.isNaN(civilDay(year, month, day));
  const time = isThere ? Date.parse(`${date}T${clock}${offset ?? "Z"}`) : Number.NaN;
  return offset !== undefined || Number.isNaN(time) ? time : zoneOf(zone).instantOf(time);
}

function endOfDate(date: string, calendar: Calendar, name: string, code?: ErrorCode): number {
  return calendar.dayEnd(calendar.endOf(dayOfDate(date, name, code)));
}

/**
 * Returns a function that reads the times of orders, with `name` for the message of its INVALID_ORDER: an ISO date is the end of
 * that trading day, and other texts are what `Date.parse` makes of them.
 */
export function instantsOf(calendar: Calendar): (time: string | number | Date, name: string) => number {
  return (time, name) => {
    if (isDate(time)) return endOfDate(time, calendar, name, "INVALID_ORDER");
    const instant = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : time;
    if (typeof instant === "number" && Number.isFinite(instant)) return instant;
    throw expected(name, "an ISO date or instant, or epoch milliseconds", time, "INVALID_ORDER");
  };
}
