import { civilDay, dayOfDate, weekdayOf, yearOf } from "../days";

/** Minutes after midnight at which a regular day of the New York Stock Exchange closes. */
const regularClose = 16 * 60;

/** Minutes after midnight at which a day of the New York Stock Exchange begins. */
export const openInNewYork = 9 * 60 + 30;

const [monday, thursday] = [1, 4];

/** Days closed for mourning, attacks and storms, which follow no rule. */
const onceClosed = new Set(
  [
    ["1994-04-27"], // funeral of President Nixon
    ["2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14"],
    ["2004-06-11"], // President Reagan
    ["2007-01-02"], // President Ford
    ["2012-10-29", "2012-10-30"], // Hurricane Sandy
    ["2018-12-05"], // President Bush
    ["2025-01-09"], // President Carter
  ]
    .flat()
    .map((date) => dayOfDate(date)),
);

/** Days that closed at 13:00 and follow no rule. */
const onceShort = new Set(["1997-12-26", "1999-12-31", "2003-12-26"].map((date) => dayOfDate(date)));

/**
 * Returns the minutes after midnight in New York at which the New York Stock Exchange closes on a day (whole days
 * since 1970-01-01), or `undefined` if it stays closed. Follows the rules since 1990, which earlier years get too, and
 * the closings that were announced or lasted all day. A halt in the middle of a day, as on 1997-10-27, is not
 * included.
 */
export function closeInNewYork(day: number): number | undefined {
  const weekday = weekdayOf(day);
  if (weekday === 0 || weekday === 6) return undefined;
  const { closed, short } = rulesOf(yearOf(day));
  if (closed.has(day) || onceClosed.has(day)) return undefined;
  return short.get(day) ?? (onceShort.has(day) ? 13 * 60 : regularClose);
}

interface YearRules {
  readonly closed: ReadonlySet<number>;
  /** Minutes after midnight by day. */
  readonly short: ReadonlyMap<number, number>;
}

const years = new Map<number, YearRules>();

function rulesOf(year: number): YearRules {
  const kept = years.get(year);
  if (kept !== undefined) return kept;
  const rules = { closed: new Set(holidaysOf(year)), short: new Map(shortDaysOf(year)) };
  years.set(year, rules);
  return rules;
}

function holidaysOf(year: number): number[] {
  const newYear = civilDay(year, 1, 1);
  return [
    // A New Year's Day on a Saturday is not observed on the Friday, the last business day of the year.
    weekdayOf(newYear) === 6 ? newYear : observed(newYear),
    ...(year >= 1998 ? [nth(3, monday, year, 1)] : []), // Martin Luther King Jr. Day
    nth(3, monday, year, 2), // Washington's Birthday
    easterSunday(year) - 2,
    nth(1, monday, year, 6) - 7, // Memorial Day, the last Monday of May
    ...(year >= 2022 ? [observed(civilDay(year, 6, 19))] : []), // Juneteenth
    observed(civilDay(year, 7, 4)),
    nth(1, monday, year, 9), // Labor Day
    thanksgiving(year),
    observed(civilDay(year, 12, 25)),
  ];
}

/**
 * Christmas Eve and the day after Thanksgiving closed at 14:00 until 1992. Before 1992 the day after Thanksgiving was
 * a full day.
 */
function shortDaysOf(year: number): [number, number][] {
  const close = (year < 1993 ? 14 : 13) * 60;
  const short: [number, number][] = [[civilDay(year, 12, 24), close]];
  if (year >= 1992) short.push([thanksgiving(year) + 1, close]);
  const besideJulyFourth = shortInJuly(year);
  if (besideJulyFourth !== undefined) short.push([besideJulyFourth, 13 * 60]);
  return short;
}

/**
 * Since 1995 the day before July 4 is short, unless it is the holiday's day off. Until 2012, if July 4 was a Thursday,
 * the Friday was short instead.
 */
function shortInJuly(year: number): number | undefined {
  if (year < 1995) return undefined;
  const fourth = civilDay(year, 7, 4);
  return weekdayOf(fourth) === thursday && year < 2013 ? fourth + 1 : fourth - 1;
}

function thanksgiving(year: number): number {
  return nth(4, thursday, year, 11);
}

/** A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after. */
function observed(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 0 ? day + 1 : day;
}

function nth(count: number, weekday: number, year: number, month: number): number {
  const first = civilDay(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1);
}

/** Easter Sunday of the Gregorian calendar (Meeus, "Astronomical Algorithms", chapter 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return civilDay(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}
