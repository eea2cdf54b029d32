import { countBelow } from "../../core/ascending";
import { expected } from "../../core/checks";
import { civilDay, dateOf } from "../../core/days";

/** A length of time: months, then days of the week, then days on which the feed has bars. */
export interface Period {
  readonly months: number;
  readonly days: number;
  readonly feedDays: number;
}

/** No time at all. */
export const noTime: Period = { months: 0, days: 0, feedDays: 0 };

const units: Readonly<Record<string, Period>> = {
  y: { ...noTime, months: 12 },
  m: { ...noTime, months: 1 },
  w: { ...noTime, days: 7 },
  d: { ...noTime, feedDays: 1 },
};

/** Reads "2y", "6m", "4w" or "20d". Throws INVALID_OPTION. */
export function periodOf(name: string, text: unknown): Period {
  const [, count = "0", unit = ""] = (typeof text === "string" && /^(\d{1,5})([ymwd])$/.exec(text)) || [];
  if (Number(count) > 0) return times(units[unit], Number(count));
  throw expected(name, 'a time such as "2y", "6m", "4w", or "20d" for days with bars', text);
}

/** Returns a period so many times. */
export function times({ months, days, feedDays }: Period, count: number): Period {
  return { months: months * count, days: days * count, feedDays: feedDays * count };
}

/** Returns the sum of some periods. */
export function sum(...periods: readonly Period[]): Period {
  const of = (key: keyof Period) => periods.reduce((all, period) => all + period[key], 0);
  return { months: of("months"), days: of("days"), feedDays: of("feedDays") };
}

/**
 * Whether a period is surely shorter than another: they are of one kind, and the first has less of it. Of others only the windows
 * themselves tell.
 */
export function isShorter(one: Period, other: Period): boolean {
  const kinds = (["months", "days", "feedDays"] as const).filter((key) => one[key] > 0 || other[key] > 0);
  return kinds.length === 1 && one[kinds[0]] < other[kinds[0]];
}

/** Whether two periods are written alike. Of "12m" and "1y" it is so too. */
export function isEqual(one: Period, other: Period): boolean {
  return one.months === other.months && one.days === other.days && one.feedDays === other.feedDays;
}

/**
 * Returns the day that comes a period after another, both whole days since 1970-01-01: the same date of a later month, or the last
 * of a shorter one. A negative period goes back. `all`: the days with bars, ascending. Behind all of them is the day after the last,
 * and beyond that Infinity.
 */
export function dayAfter(day: number, { months, days, feedDays }: Period, all: ArrayLike<number>): number {
  const date = monthsAfter(day, months) + days;
  if (feedDays === 0) return date;
  const at = countBelow(all, date) + feedDays;
  if (at < 0) return Number.NEGATIVE_INFINITY;
  return at > 0 && at === all.length ? all[at - 1] + 1 : (all[at] ?? Number.POSITIVE_INFINITY);
}

function monthsAfter(day: number, months: number): number {
  if (months === 0) return day;
  const [year, month, date] = dateOf(day).split("-").map(Number);
  const at = year * 12 + (month - 1) + months;
  const first = (place: number) => civilDay(Math.floor(place / 12), (place % 12) + 1, 1);
  return Math.min(first(at) + date - 1, first(at + 1) - 1);
}
