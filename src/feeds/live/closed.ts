import { dateOf, dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";

/**
 * Says what is wrong with a bar that a calendar has no place for, as with rows of a file: its day is closed, or it has
 * nothing of the hours of its session. `length`: milliseconds, 0 if it is not known; `undefined` for a trade, which may be
 * before or after the hours.
 */
export function closedText(calendar: Calendar, time: number, length: number | undefined): string | undefined {
  if (calendar.spec === "always") return undefined;
  const day = calendar.dayOf(time);
  if (!calendar.isTradingDay(day)) return `expected a trading day of the calendar ${calendar.name}, was ${dateOf(day)}`;
  if (calendar.openOf === undefined || length === undefined || length >= dayLength) return undefined;
  const [open, close, start] = [calendar.openOf(day), calendar.endOf(day), time - length];
  const isOutside = length === 0 ? time < open || time > close : time <= open || start >= close;
  if (!isOutside) return undefined;
  const [from, to] = [open, close].map((at) => new Date(at).toISOString());
  return `expected a bar within the hours of ${calendar.name}, ${from} to ${to}; with calendar: "weekdays" it stays`;
}
