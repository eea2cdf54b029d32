import { firstPlace } from "../../core/ascending";
import type { Calendar } from "../../core/market/calendar";

/**
 * Returns whether the day of the last of some times, ascending epoch milliseconds UTC, is over: its calendar's day has ended
 * by then, or an earlier day had its last time no later in the day. Exchanges close before the day of a calendar that was
 * found ends, and not everything trades in the last minute. The first time may be the start of all, which is of no day.
 */
export function isLastDayOver(time: Float64Array, calendar: Calendar): boolean {
  if (time.length === 0) return false;
  const last = time[time.length - 1];
  const today = calendar.countedDay(last);
  if (last >= calendar.endOf(today)) return true;
  const sinceStart = last - calendar.startOf(today);
  for (let day = today, end = time.length; ; ) {
    end = firstPlace(1, end, (place) => calendar.countedDay(time[place]) >= day);
    const before = end - 1;
    if (before < 1) return false;
    day = calendar.countedDay(time[before]);
    if (time[before] - calendar.startOf(day) <= sinceStart) return true;
  }
}

/**
 * Returns whether some times, ascending epoch milliseconds UTC, have the day of the first of them from its beginning: a later
 * day had its first time no earlier in the day. Time 0 is the start of all, which is of no day, and may be where the day starts.
 */
export function isFirstDayWhole(time: Float64Array, calendar: Calendar): boolean {
  if (time.length < 2) return false;
  const first = calendar.countedDay(time[1]);
  if (time[0] <= calendar.startOf(first)) return true;
  const sinceStart = time[1] - calendar.startOf(first);
  for (let day = first, place = 1; ; ) {
    place = firstPlace(place, time.length, (at) => calendar.countedDay(time[at]) > day);
    if (place === time.length) return false;
    day = calendar.countedDay(time[place]);
    if (time[place] - calendar.startOf(day) >= sinceStart) return true;
  }
}
