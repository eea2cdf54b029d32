import { civilDay, dayLength, weekdayOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { sparsePlaces } from "../../core/market/sparse";
import type { BarCollector } from "../bars/collector";
import type { StampPeriod } from "../source/found";

/** Days between two rows that are a period apart, at least and at most: holidays move a first trading day. */
const gaps: Readonly<Record<StampPeriod, readonly [least: number, most: number]>> = {
  week: [6, 8],
  weekFromSunday: [6, 8],
  month: [25, 34],
  quarter: [87, 95],
  year: [362, 369],
};

const periods = Object.keys(gaps) as StampPeriod[];
const [sunday, monday] = [0, 1];
/** The first trading day of a month is its fourth at the latest. */
const lateFirst = 4;

/**
 * Finds the symbols whose trading days, the rows from `from` on, are a week, month, quarter or year apart and carry the
 * first day of it, as weekly bars of a Monday do. It takes three rows at least.
 */
export function periodsIn(bars: BarCollector, from: number, calendar: Calendar): Map<number, StampPeriod> {
  const found = new Map<number, StampPeriod>();
  for (const [place, days] of sparseDays(bars, from, calendar)) {
    const period = periods.find((one) => haveGap(days, gaps[one]) && carryFirstDay(days, one));
    if (period !== undefined) found.set(place, period);
  }
  return found;
}

/** The days of the symbols that have three rows at least, and mostly no neighbors among them. */
function sparseDays(bars: BarCollector, from: number, calendar: Calendar): Map<number, number[]> {
  const sparse = new Map(sparsePlaces(bars.rows, bars.symbols.length, from).map((place) => [place, [] as number[]]));
  if (sparse.size === 0) return sparse;
  const { time, symbol, length } = bars.rows;
  for (let row = from; row < length; row++) sparse.get(symbol[row])?.push(calendar.dayOf(time[row]));
  for (const [place, days] of sparse) if (days.length < 3) sparse.delete(place);
  return sparse;
}

function haveGap(days: readonly number[], [least, most]: readonly [number, number]): boolean {
  const fitting = days.filter((day, at) => at > 0 && day - days[at - 1] >= least && day - days[at - 1] <= most);
  return fitting.length * 2 >= days.length - 1;
}

/** Whether gaps between the days of a symbol, each with how often it comes, may be those between periods. */
export function areApart(counts: Iterable<readonly [gap: number, count: number]>): boolean {
  const all = [...counts];
  const count = (fits: (gap: number) => boolean) => all.reduce((sum, [gap, times]) => sum + (fits(gap) ? times : 0), 0);
  const total = count(() => true);
  return (
    total > 1 && Object.values(gaps).some(([least, most]) => count((gap) => gap >= least && gap <= most) * 2 >= total)
  );
}

// Vendors end a series with a row of today, which is no first day, and holidays move one.
function carryFirstDay(days: readonly number[], period: StampPeriod): boolean {
  const others = days.filter((day) => !isFirstDay(day, period)).length;
  return others <= Math.max(1, days.length / 5);
}

function isFirstDay(day: number, period: StampPeriod): boolean {
  if (period === "week") return weekdayOf(day) === monday;
  if (period === "weekFromSunday") return weekdayOf(day) === sunday;
  const date = new Date(day * dayLength);
  const month = date.getUTCMonth();
  if (date.getUTCDate() > lateFirst) return false;
  return period === "month" || (period === "quarter" ? month % 3 === 0 : month === 0);
}

/** Returns the end of the period that a day is in: that of its last day, or of its last trading day where a calendar is declared. */
export function periodEnd(day: number, period: StampPeriod, calendar: Calendar): number {
  let last = lastDay(day, period);
  while (last > day && !calendar.isTradingDay(last)) last--;
  return calendar.endOf(last);
}

function lastDay(day: number, period: StampPeriod): number {
  if (period === "week") return day + ((7 - weekdayOf(day)) % 7);
  if (period === "weekFromSunday") return day + 6 - weekdayOf(day);
  const date = new Date(day * dayLength);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const months = { month: 1, quarter: 3 - (month % 3), year: 12 - month }[period];
  return civilDay(year + Math.floor((month + months) / 12), ((month + months) % 12) + 1, 1) - 1;
}
