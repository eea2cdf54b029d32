import { countUntil } from "../../core/ascending";
import { dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import type { LevelSeries } from "../record/track-record";
import { isLastDayOver } from "./day-over";

// From one close to the next on a day that ends early.
const shortestDay = (20 / 24) * dayLength;

/** Whether some points of a session, after the first, which is the start of all, are those of days or longer periods. */
export function areOfDays(time: Float64Array): boolean {
  if (time.length < 3) return false;
  for (let at = 2; at < time.length; at++) if (time[at] - time[at - 1] < shortestDay) return false;
  return true;
}

/**
 * Returns levels of days with those that come between the last step of a day and the next step of a session at the time of that
 * last step, as their day's: those of an index by date come at midnight, when an exchange has been closed for hours. A day's
 * level is never put to a step before others of that day, nor to one before a trading day without steps. `keyOf`: tells the
 * periods of returns apart; a level in the period of the next step stays where it is.
 */
export function atLastSteps(
  series: LevelSeries,
  steps: Float64Array,
  calendar: Calendar,
  keyOf: (instant: number) => number = (instant) => instant,
): LevelSeries {
  const { time, level } = series;
  if (steps.length < 2 || !haveGapsOfDays(time) || areOfDays(steps)) return series;
  const moved = time.slice();
  for (let at = 0; at < time.length; at++) {
    const next = countUntil(steps, time[at]);
    const last = steps[next - 1];
    // Of several levels until the next step, the first is that day's.
    if (next === 0 || last === time[at] || (at > 0 && time[at - 1] >= last)) continue;
    const isOver = next === steps.length ? isLastDayOver(steps, calendar) : isOtherDay(last, steps[next], calendar);
    if (!isOver || keyOf(time[at]) === keyOf(steps[next])) continue;
    if (!hasTradingDay(last, time[at], calendar)) moved[at] = last;
  }
  return { time: moved, level };
}

// Levels of bars within the day are many a day. Most benchmarks are those of the session's own bars.
function haveGapsOfDays(time: Float64Array): boolean {
  return time.length > 0 && time[time.length - 1] - time[0] >= ((time.length - 1) * dayLength) / 2;
}

function isOtherDay(time: number, next: number, calendar: Calendar): boolean {
  return calendar.countedDay(time) !== calendar.countedDay(next);
}

// Whether a whole trading day lies between two times.
function hasTradingDay(from: number, to: number, calendar: Calendar): boolean {
  const last = calendar.dayOf(to);
  for (let day = calendar.countedDay(from) + 1; day <= last; day++)
    if (calendar.isTradingDay(day) && calendar.endOf(day) <= to) return true;
  return false;
}
