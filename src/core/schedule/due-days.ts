import type { Calendar } from "../market/calendar";
import { firstDayOf, periodOf } from "./periods";
import type { DueTerms } from "./rule";

/** What is needed of a calendar to find due days. */
export type TradingDays = Pick<Calendar, "isTradingDay">;

// Days without a due day after which none is expected: a list of dates ends some day. It is over fifty years.
const FARTHEST = 20_000;

/**
 * The due days of a schedule, one after the other, in whole days since 1970-01-01. They depend on the calendar alone, so
 * they are known ahead.
 */
export class DueDays {
  readonly #terms: DueTerms;
  readonly #calendar: TradingDays;
  readonly #asked: number;
  #period: number;
  #last = Number.NEGATIVE_INFINITY;

  /** Begins so early that no due day from `day` on, or in the same period, is missed. */
  constructor(calendar: TradingDays, terms: DueTerms, day: number) {
    this.#calendar = calendar;
    this.#terms = terms;
    this.#asked = day;
    const back = terms.offset > 0 ? (shifted(calendar, day, -terms.offset - 1) ?? day - FARTHEST) : day;
    this.#period = periodOf(terms.every, back) - 1;
  }

  /** Returns the next due day, or `undefined` if there is none for over fifty years. */
  next(): number | undefined {
    const end = Math.max(this.#asked, firstDayOf(this.#terms.every, this.#period)) + FARTHEST;
    for (;;) {
      const first = firstDayOf(this.#terms.every, this.#period);
      if (first > end) return undefined;
      const day = this.#dayFrom(first, firstDayOf(this.#terms.every, ++this.#period));
      if (day === undefined || day <= this.#last) continue;
      this.#last = day;
      return day;
    }
  }

  // Of the period from `first` to `end` (exclusive).
  #dayFrom(first: number, end: number): number | undefined {
    const { on, offset } = this.#terms;
    const step = Math.sign(on);
    let left = Math.abs(on);
    for (let day = step > 0 ? first : end - 1; day >= first && day < end; day += step) {
      if (this.#calendar.isTradingDay(day) && --left === 0)
        return offset === 0 ? day : shifted(this.#calendar, day, offset);
    }
    return undefined;
  }
}

/** Returns the trading day some trading days after `day`, or before it; `undefined` if it is too far away. */
function shifted({ isTradingDay }: TradingDays, day: number, offset: number): number | undefined {
  const step = Math.sign(offset);
  let left = Math.abs(offset);
  for (let at = day + step; Math.abs(at - day) <= FARTHEST; at += step) if (isTradingDay(at) && --left === 0) return at;
  return undefined;
}

/** Returns the last trading day of the period of a day; the period's last day if it has none. */
export function lastTradingDayOf({ isTradingDay }: TradingDays, every: DueTerms["every"], day: number): number {
  const period = periodOf(every, day);
  const [first, end] = [firstDayOf(every, period), firstDayOf(every, period + 1)];
  for (let at = end - 1; at >= first; at--) if (isTradingDay(at)) return at;
  return end - 1;
}
