import { PaperLabError } from "../../errors";
import { didYouMean, expected, shown } from "../checks";
import { dateOf, dayLength, dayOfDate, weekdayOf } from "../days";
import { closeInNewYork, openInNewYork } from "./xnys";
import { type Zone, zoneOf } from "./zone";

/** The weekdays on which markets trade, by name of calendar: 0 is Sunday. */
const weeks = {
  weekdays: [1, 2, 3, 4, 5],
  "sunday-thursday": [0, 1, 2, 3, 4],
  "saturday-wednesday": [6, 0, 1, 2, 3],
} as const satisfies Record<string, readonly number[]>;

/** The name of a calendar that has the same five days every week. */
export type WeekName = keyof typeof weeks;

/** The names of these calendars. */
export const weekNames = Object.keys(weeks) as WeekName[];

/**
 * What a calendar is made from: every day, five days of every week ("weekdays" are Monday to Friday), the New York
 * Stock Exchange, currencies (Monday to Friday, each day from 17:00 to 17:00 in New York), or a list of ISO dates,
 * which may have a name.
 */
export type CalendarSpec =
  | "always"
  | WeekName
  | "XNYS"
  | "FX"
  | { readonly name?: string; readonly days: readonly string[] }
  | readonly string[];

/**
 * A feed's calendar as plain data. A calendar found in the rows says only which days count. A declared one also says
 * when days end.
 */
export interface CalendarChoice {
  readonly spec: CalendarSpec;
  /** IANA name. */
  readonly timezone: string;
  /** Absent if the calendar was declared. */
  readonly found?: true;
}

/**
 * Which days are trading days, and when they end. Days are whole days since 1970-01-01, times epoch milliseconds UTC.
 */
export interface Calendar {
  readonly name: string;
  /** Plain data that `calendarOf` can make the calendar from again. */
  readonly spec: CalendarSpec;
  /** IANA name of the time zone of the calendar's dates. */
  readonly timezone: string;
  /** Whether it was found in the rows of a feed. Its days then end at local midnight, whatever the exchange does. */
  readonly found: boolean;
  /** Trading days per year, by convention: 365, 261 for five days a week, 252 for an exchange or a list. */
  readonly periodsPerYear: number;
  /** Returns whether a day is a trading day. */
  isTradingDay(day: number): boolean;
  /** Returns the local day of the instant just before `time`: midnight belongs to the day that it ends. */
  dayOf(time: number): number;
  /** Returns when a day begins: the local midnight before it, or 17:00 in New York for "FX". It belongs to the day before. */
  startOf(day: number): number;
  /** Returns when trading ends on a day: the exchange's close, or the midnight that ends it. */
  endOf(day: number): number;
  /** Returns when trading begins on a day. Calendars without hours do not have it. */
  openOf?(day: number): number;
  /** Returns the local midnight that ends the day of `time`, which may be `time` itself. */
  dayEnd(time: number): number;
  /**
   * Returns the day that an instant counts to: its own day. In a calendar that was found, a day without trading counts
   * to the next trading day.
   */
  countedDay(time: number): number;
  /** Returns when the day that an instant counts to ends. */
  countedEnd(time: number): number;
}

/**
 * Makes a calendar. `timezone` is an IANA name, UTC by default. "XNYS" and "FX" always use New York's days, so that a
 * close never falls on another date. Throws INVALID_OPTION for an unknown calendar or zone and for a bad date.
 */
export function calendarOf(spec: CalendarSpec, timezone = "UTC"): Calendar {
  const zone = zoneOf(timezone);
  if (spec === "always") return calendarWith(spec, spec, daysIn(zone), 365, () => true);
  if (isWeek(spec)) return calendarWith(spec, spec, daysIn(zone), 261, tradesOn(spec));
  if (spec === "XNYS") return newYork();
  if (spec === "FX")
    return calendarWith(spec, spec, daysIn(zoneOf("America/New_York"), fxShift), 261, tradesOn("weekdays"));
  return listed(spec, zone);
}

/** Makes the calendar of a choice. Throws as `calendarOf` does. */
export function calendarFrom({ spec, timezone, found }: CalendarChoice): Calendar {
  return found ? foundCalendar(spec, timezone) : calendarOf(spec, timezone);
}

/**
 * Makes a calendar that was found in the rows of a feed. It says which days count; the days themselves are those of
 * the zone. A row on any other day counts to the next trading day, as a Sunday evening of currencies counts to Monday.
 */
function foundCalendar(spec: CalendarSpec, timezone: string): Calendar {
  const { name, isTradingDay, periodsPerYear } = calendarOf(spec, timezone);
  const calendar = calendarWith(name, spec, daysIn(zoneOf(timezone)), periodsPerYear, isTradingDay);
  const countedDay = (time: number) => {
    let day = calendar.dayOf(time);
    while (!isTradingDay(day)) day++;
    return day;
  };
  return { ...calendar, found: true, countedDay, countedEnd: (time) => calendar.endOf(countedDay(time)) };
}

/** The days of a zone: the day of an instant, and the start of a day. */
interface ZoneDays {
  readonly timezone: string;
  dayOf(time: number): number;
  startOf(day: number): number;
}

function calendarWith(
  name: string,
  spec: CalendarSpec,
  { timezone, dayOf, startOf }: ZoneDays,
  periodsPerYear: number,
  isTradingDay: (day: number) => boolean,
): Calendar {
  const endOf = (day: number) => startOf(day + 1);
  const dayEnd = (time: number) => startOf(dayOf(time) + 1);
  const counted = { countedDay: dayOf, countedEnd: dayEnd };
  const days = { dayOf, startOf, endOf, dayEnd };
  return { name, spec, timezone, found: false, periodsPerYear, isTradingDay, ...days, ...counted };
}

/** A day of currencies begins seven hours before midnight. */
const fxShift = 7 * 3_600_000;

// From 1970 to 2079.
const KNOWN_DAYS = 40_000;
// When the days of each zone begin, as far as somebody asked. Sessions that are compared ask for the same days again.
const knownStarts = new Map<string, Float64Array>();

/** Returns a function that says when a day of a zone begins, `early` milliseconds before midnight. */
function startsIn(zone: Zone, early: number): (day: number) => number {
  const key = `${zone.name} ${early}`;
  const starts = knownStarts.get(key) ?? new Float64Array(KNOWN_DAYS).fill(Number.NaN);
  knownStarts.set(key, starts);
  return (day) => {
    const known = starts[day];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const start = zone.instantOf(day * dayLength - early);
    if (day >= 0 && day < KNOWN_DAYS) starts[day] = start;
    return start;
  };
}

/**
 * Returns the days of a zone, each beginning `early` milliseconds before midnight. The day of an instant is asked for far
 * more often than it changes, so the last one is cached.
 */
function daysIn(zone: Zone, early = 0): ZoneDays {
  let day = Number.NaN;
  let start = Number.NaN;
  let end = Number.NaN;
  const startOf = startsIn(zone, early);
  function dayOf(time: number): number {
    if (time > start && time <= end) return day;
    // A midnight belongs to the day before, even if the clocks change then.
    const local = zone.localOf(time) + early;
    const written = Math.floor(local / dayLength);
    day = time <= startOf(written) ? written - 1 : written;
    start = startOf(day);
    end = startOf(day + 1);
    return day;
  }
  return { timezone: zone.name, dayOf, startOf };
}

function newYork(): Calendar {
  const zone = zoneOf("America/New_York");
  const calendar = calendarWith("XNYS", "XNYS", daysIn(zone), 252, (day) => closeInNewYork(day) !== undefined);
  return {
    ...calendar,
    openOf: (day) => zone.instantOf(day * dayLength + openInNewYork * 60_000),
    endOf(day) {
      const close = closeInNewYork(day);
      return close === undefined ? calendar.endOf(day) : zone.instantOf(day * dayLength + close * 60_000);
    },
  };
}

function listed(spec: CalendarSpec, zone: Zone): Calendar {
  const { name = "list", days } = listOf(spec);
  if (typeof name !== "string") throw expected("calendar.name", "text", name);
  if (days.length === 0) throw expected("calendar.days", "a list of at least one date", days);
  const trading = new Set(days.map((date, at) => dayOfDate(date, `calendar.days[${at}]`)));
  const sorted = [...trading].sort((a, b) => a - b).map(dateOf);
  return calendarWith(name, { name, days: sorted }, daysIn(zone), 252, (day) => trading.has(day));
}

function listOf(spec: unknown): { name?: string; days: readonly string[] } {
  if (Array.isArray(spec)) return { days: spec };
  if (typeof spec === "object" && spec !== null && "days" in spec && Array.isArray(spec.days)) {
    return spec as { name?: string; days: readonly string[] };
  }
  const near = typeof spec === "string" ? nearTo(spec) : "";
  const known = near || ` Known: ${names.map((name) => `"${name}"`).join(", ")}, or a list of dates`;
  throw new PaperLabError("INVALID_OPTION", `Unknown calendar ${shown(spec)}.${known}`);
}

const names = ["always", ...weekNames, "XNYS", "FX"];

// What others call the same days.
const otherNames: Readonly<Record<string, string>> = {
  ...{ nyse: "XNYS", xnas: "XNYS", nasdaq: "XNYS", amex: "XNYS", us: "XNYS", arcx: "XNYS" },
  ...{ "24/7": "always", crypto: "always", forex: "FX", "24/5": "FX" },
};

function nearTo(spec: string): string {
  const name = spec.toLowerCase();
  return Object.hasOwn(otherNames, name) ? ` Did you mean "${otherNames[name]}"?` : didYouMean(spec, names);
}

function isWeek(spec: CalendarSpec): spec is WeekName {
  return typeof spec === "string" && Object.hasOwn(weeks, spec);
}

function tradesOn(week: WeekName): (day: number) => boolean {
  const days = new Set<number>(weeks[week]);
  return (day) => days.has(weekdayOf(day));
}
