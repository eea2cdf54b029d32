import { dayLength } from "../days";
import type { Calendar } from "../market/calendar";
import { zoneOf } from "../market/zone";
import { DueDays, lastTradingDayOf } from "./due-days";
import { periodOf } from "./periods";
import type { DueTerms } from "./rule";

/** A due day that has come. Days are whole days since 1970-01-01. */
export interface DueDay {
  readonly day: number;
  /** The day on which it comes. */
  readonly came: number;
}

/** One due day, and the instants that belong to it. */
interface Occurrence {
  readonly day: number;
  /** A step at this time or later is due. */
  readonly from: number;
  /** A step later than this is in another period. */
  readonly over: number;
}

/**
 * Says which steps a schedule is due at. Due days are computed ahead from the calendar, each once, so that asking at a
 * step is one comparison. A due day without a bar comes at the next bar of its period. Has the period no more bars, it
 * comes late, with the last one that was seen.
 */
export class Due {
  /** A step before this time is not due. */
  next = Number.NEGATIVE_INFINITY;
  /** Before a step later than this, `late` must be called. */
  overdue = Number.NEGATIVE_INFINITY;
  readonly #calendar: Calendar;
  readonly #terms: DueTerms;
  #days: DueDays | undefined;
  #current: Occurrence | undefined;
  #following: Occurrence | undefined;

  constructor(calendar: Calendar, terms: DueTerms) {
    this.#calendar = calendar;
    this.#terms = terms;
  }

  /** Returns the due day that comes with the step at `time`, if there is one. Asked once a step, in their order. */
  at(time: number): DueDay | undefined {
    if (time < this.next) return undefined;
    const { isTradingDay, countedDay } = this.#calendar;
    const came = countedDay(time);
    // A bar of a day that is known to be closed is never due.
    if (!isTradingDay(came)) return undefined;
    if (this.#days === undefined) this.#begin(came, time);
    while (this.#following !== undefined && this.#following.from <= time) this.#advance();
    if (this.#current === undefined || time < this.#current.from) return undefined;
    const { day } = this.#current;
    this.#advance();
    return { day, came };
  }

  /**
   * Returns the due day that comes late, as a step at `time` begins another period. `before`: the time of the last
   * step. If its period had no bar at all, it does not come.
   */
  late(time: number, before: number): DueDay | undefined {
    let late: DueDay | undefined;
    for (; this.#current !== undefined && time > this.#current.over; this.#advance()) {
      const { day } = this.#current;
      const came = this.#calendar.countedDay(before);
      if (periodOf(this.#terms.every, came) === periodOf(this.#terms.every, day)) late = { day, came };
    }
    return late;
  }

  // The first due day is one whose period is not over, even if the day itself is.
  #begin(day: number, time: number): void {
    this.#days = new DueDays(this.#calendar, this.#terms, day);
    this.#following = this.#upcoming();
    do this.#advance();
    while (this.#current !== undefined && time > this.#current.over);
  }

  #advance(): void {
    this.#current = this.#following;
    this.#following = this.#current && this.#upcoming();
    this.next = this.#current?.from ?? Number.POSITIVE_INFINITY;
    this.overdue = this.#current?.over ?? Number.POSITIVE_INFINITY;
  }

  #upcoming(): Occurrence | undefined {
    const day = this.#days?.next();
    if (day === undefined) return undefined;
    const { every, at } = this.#terms;
    const start = this.#startOf(day);
    const over = this.#calendar.startOf(lastTradingDayOf(this.#calendar, every, day) + 1);
    return { day, from: at === undefined ? start : this.#fromTime(day, at, start), over };
  }

  // The first instant of a day: the midnight before it belongs to the day that it ends. In a calendar that was found,
  // closed days count to the next trading day.
  #startOf(day: number): number {
    const { found, isTradingDay, startOf } = this.#calendar;
    let first = day;
    if (found) while (!isTradingDay(first - 1) && day - first < 31) first--;
    return startOf(first) + 1;
  }

  // On a day that is known to close earlier, it is the day's first step.
  #fromTime(day: number, at: number, start: number): number {
    const { timezone, startOf, endOf } = this.#calendar;
    const instantOf = (date: number) => zoneOf(timezone).instantOf(date * dayLength + at * 60_000);
    const same = instantOf(day);
    // A day of currencies begins on the evening before.
    const asked = same > startOf(day + 1) ? instantOf(day - 1) : same;
    return asked > endOf(day) ? start : Math.max(asked, start);
  }
}
