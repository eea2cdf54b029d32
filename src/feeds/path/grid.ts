import { dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";

/** The times of a made feed's bars. */
export interface GridTerms {
  readonly calendar: Calendar;
  /** Milliseconds of a bar, at most a day. */
  readonly interval: number;
  readonly daily: boolean;
  /** The first day, from which the first trading day is looked for. */
  readonly start: number;
}

/** Longest stretch without a trading day, in days, before a calendar counts as over; the last day that a date can have. */
const [longestBreak, lastDay] = [1000, 99_999_999];

/**
 * Walks over the bars of a calendar, one after the other. A day's bars begin with its session and are one interval long, the
 * last as long as the session lets it be.
 */
export class Grid {
  /** The instant at which the bar is known, epoch milliseconds. */
  time = Number.NaN;
  /** The length of the bar as a part of a year: trading time over that of a year's days. */
  share = 0;
  /** Whether the bar is the first of its day. */
  opens = false;
  /** Days walked over, that of the bar among them. */
  days = 0;
  /** The day of the bar. */
  day: number;
  readonly #terms: GridTerms;
  readonly #yearLength: number;
  #end = -Infinity;

  constructor(terms: GridTerms) {
    this.#terms = terms;
    this.day = terms.start - 1;
    this.#yearLength = sessionLength(terms) * terms.calendar.periodsPerYear;
  }

  /** Goes to the next bar; false where the calendar has no more days. */
  next(): boolean {
    const { daily, interval, calendar } = this.#terms;
    this.opens = this.time >= this.#end || Number.isNaN(this.time);
    let begin = this.time;
    if (this.opens) {
      const day = nextDay(calendar, this.day);
      if (day === undefined) return false;
      this.day = day;
      this.days++;
      this.#end = calendar.endOf(day);
      begin = calendar.openOf?.(day) ?? calendar.endOf(day - 1);
    }
    this.time = daily ? this.#end : Math.min(begin + interval, this.#end);
    this.share = daily ? 1 / calendar.periodsPerYear : (this.time - begin) / this.#yearLength;
    return true;
  }
}

function nextDay({ isTradingDay }: Calendar, day: number): number | undefined {
  const last = Math.min(day + longestBreak, lastDay);
  for (let next = day + 1; next <= last; next++) if (isTradingDay(next)) return next;
  return undefined;
}

/** Returns the milliseconds of trading on a whole day: on the longest of a week. */
export function sessionLength({ calendar: { openOf, endOf, isTradingDay } }: Pick<GridTerms, "calendar">): number {
  if (openOf === undefined) return dayLength;
  const days = Array.from({ length: 7 }, (_, at) => at).filter(isTradingDay);
  return Math.max(...days.map((day) => endOf(day) - openOf(day)));
}
