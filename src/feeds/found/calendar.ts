import { weekdayOf } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, calendarFrom, calendarOf, type WeekName, weekNames } from "../../core/market/calendar";
import type { FoundCalendar } from "../source/found";
import { currenciesIn, type StampsRead } from "./currencies";

/** Which calendar rows follow, and what stands outside of it. */
export interface CalendarFinding {
  readonly calendar: Calendar;
  readonly found: FoundCalendar;
}

const [sunday, saturday] = [0, 6];
/** Share of the rows that may stand outside a calendar. */
const stray = 0.005;
/** Fewest trading days by which an exchange is known, and the share of them that must have rows. */
const leastDays = 120;
const leastShare = 0.98;
/**
 * Fewest days with rows by which a week other than Monday to Friday is known, the share of each of its five days that must
 * have rows, and of its two others that may.
 */
const [leastDaysOfWeek, leastOpen, mostClosed] = [60, 0.5, 0.05];
/** A day of fewer rows than this share of the median is the edge of its neighbor, as a Sunday evening is. */
const edge = 0.1;

/** How long the bars of rows are. */
interface Lengths {
  readonly daily: boolean;
  /** Whether all are longer than a day: they tell nothing of days. */
  readonly areLong: boolean;
  /** Whether the rows of a symbol are days or parts of one: those that carry the first day of a month do not tell. */
  readonly isDay: (place: number) => boolean;
}

/**
 * Finds the calendar of rows, which are in the order of time: "XNYS" where nearly all of its days have rows and no others,
 * a week with two other days of rest where these have none, "always" where half of the Saturdays have rows, else
 * "weekdays". Days are those of the zone; `read` says how times were read.
 */
export function findCalendar(
  columns: BarColumns,
  { daily, areLong, isDay }: Lengths,
  read: StampsRead,
): CalendarFinding {
  const { timezone } = read;
  const rows = rowsByDay(columns, calendarOf("always", timezone), isDay);
  const other = () => otherWeek(rows) ?? (followSaturdays(rows) ? "always" : "weekdays");
  const spec = areLong ? "weekdays" : followExchange(rows) ? "XNYS" : other();
  const calendar = calendarFrom({ spec, timezone, found: true });
  const sundays = spec === "weekdays" && !daily && haveSundays(rows);
  const isEdge = (day: number) => !daily && !rows.inside.has(day) && calendar.isTradingDay(day + 1);
  const isWithin = (day: number) => calendar.isTradingDay(day) || (sundays && isSunday(day)) || isEdge(day);
  const outside = rows.days.filter((day) => !isWithin(day));
  const currencies = spec === "weekdays" && !daily ? currenciesIn(columns, read, sundays) : undefined;
  const found = { outside: sumOf(rows, outside), ...(sundays && { sundays: true as const }) };
  return { calendar, found: { ...found, ...(currencies && { currencies }) } };
}

interface DayRows {
  /** Days with rows, ascending. */
  readonly days: readonly number[];
  readonly rows: ReadonlyMap<number, number>;
  /** Days with so many rows that they are days of their own. */
  readonly whole: ReadonlySet<number>;
  /** Days with a row before their end: one at the end, which is a midnight, may be the first of the next day. */
  readonly inside: ReadonlySet<number>;
  readonly total: number;
}

function rowsByDay(
  { time, symbol, length }: BarColumns,
  calendar: Calendar,
  isDay: (place: number) => boolean,
): DayRows {
  const rows = new Map<number, number>();
  const inside = new Set<number>();
  let [day, end, count, total] = [Number.NaN, Number.NEGATIVE_INFINITY, 0, 0];
  for (let row = 0; row < length; row++) {
    if (!isDay(symbol[row])) continue;
    if (time[row] > end) {
      [day, end, count] = [calendar.dayOf(time[row]), calendar.dayEnd(time[row]), 0];
      if (time[row] < end) inside.add(day);
    }
    rows.set(day, ++count);
    total++;
  }
  const counts = Float64Array.from(rows.values()).sort();
  const least = counts[counts.length >> 1] * edge;
  const days = [...rows.keys()];
  return { days, rows, whole: new Set(days.filter((one) => (rows.get(one) ?? 0) >= least)), inside, total };
}

function followExchange(rows: DayRows): boolean {
  const { days, whole, total } = rows;
  const { isTradingDay } = calendarOf("XNYS");
  const open = range(days).filter(isTradingDay);
  if (open.length < leastDays || open.filter((day) => whole.has(day)).length < leastShare * open.length) return false;
  const others = [...whole].filter((day) => !isTradingDay(day));
  return sumOf(rows, others) < stray * total;
}

/** The week of five days, other than Monday to Friday, that rows follow. */
function otherWeek({ days, whole }: DayRows): WeekName | undefined {
  if (whole.size < leastDaysOfWeek) return undefined;
  const all = range(days);
  const shares = Array.from({ length: 7 }, (_, weekday) => {
    const these = all.filter((day) => weekdayOf(day) === weekday);
    return these.filter((day) => whole.has(day)).length / these.length;
  });
  return weekNames.find((name) => {
    if (name === "weekdays") return false;
    const { isTradingDay } = calendarOf(name);
    return all.slice(0, 7).every((day) => {
      const share = shares[weekdayOf(day)];
      return isTradingDay(day) ? share >= leastOpen : share <= mostClosed;
    });
  });
}

function followSaturdays({ days, whole }: DayRows): boolean {
  const saturdays = range(days).filter((day) => weekdayOf(day) === saturday);
  return saturdays.length > 0 && saturdays.filter((day) => whole.has(day)).length * 2 >= saturdays.length;
}

function haveSundays({ days, inside }: DayRows): boolean {
  const sundays = range(days).filter(isSunday);
  return sundays.length > 0 && sundays.filter((day) => inside.has(day)).length * 2 >= sundays.length;
}

function isSunday(day: number): boolean {
  return weekdayOf(day) === sunday;
}

/** All days from the first to the last. */
function range(days: readonly number[]): number[] {
  if (days.length === 0) return [];
  const [first, last] = [days[0], days[days.length - 1]];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function sumOf({ rows }: DayRows, days: readonly number[]): number {
  return days.reduce((sum, day) => sum + (rows.get(day) ?? 0), 0);
}
