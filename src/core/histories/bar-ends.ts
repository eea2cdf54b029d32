import { dayLength, weekdayOf } from "../days";
import type { Calendar } from "../market/calendar";

/** Milliseconds of a week. */
export const weekLength = 7 * dayLength;

/**
 * Returns what tells when the longer bar is over that an instant falls into. Bars under a day end at multiples of their
 * length from the session's open, or from the start of the day in a calendar without hours, and at the close. Those of a
 * day and a week end with the day, and with the last trading day of the week; what comes after a close counts to the next
 * trading day.
 */
export function barEnds(calendar: Calendar, length: number): (time: number) => number {
  if (length < dayLength) return (time) => endWithin(calendar, length, time);
  if (length === dayLength) return (time) => calendar.endOf(tradingDay(calendar, time));
  return (time) => calendar.endOf(lastOfWeek(calendar, tradingDay(calendar, time)));
}

function endWithin(calendar: Calendar, length: number, time: number): number {
  const day = calendar.dayOf(time);
  const close = calendar.endOf(day);
  const open = calendar.openOf?.(day) ?? calendar.endOf(day - 1);
  // After a close, bars are counted from there to the end of the day.
  const [start, end] = time > close ? [close, calendar.dayEnd(time)] : [open, close];
  return Math.min(start + Math.ceil((time - start) / length) * length, end);
}

function tradingDay(calendar: Calendar, time: number): number {
  let day = calendar.dayOf(time);
  while (!calendar.isTradingDay(day) || calendar.endOf(day) < time) day++;
  return day;
}

const lastWeekdays: Readonly<Record<string, number>> = { "sunday-thursday": 6, "saturday-wednesday": 5 };

/** Weeks end on Sunday, unless the calendar has others. */
function lastOfWeek(calendar: Calendar, day: number): number {
  let last = day + (((lastWeekdays[calendar.name] ?? 0) - weekdayOf(day) + 7) % 7);
  while (last > day && !calendar.isTradingDay(last)) last--;
  return last;
}
