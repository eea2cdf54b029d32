import { PaperLabError } from "../../errors";
import { didYouMean, expected, shown } from "../checks";
import { dateOf, dayLength, dayOfDate, isWeekend } from "../days";
import { closeInNewYork } from "./xnys";
import { type Zone, zoneOf } from "./zone";

/**
 * What a calendar is made from: every day, Monday to Friday, the New York Stock Exchange, or a list of ISO dates, which
 * may have a name.
 */
export type CalendarSpec =
  | "always"
  | "weekdays"
  | "XNYS"
  | { readonly name?: string; readonly days: readonly string[] }
  | readonly string[];

/** Which days are trading days and when they end. Days are whole days since 1970-01-01, times epoch milliseconds UTC. */
export interface Calendar {
  readonly name: string;
  /** Plain data from which `calendarOf` makes the calendar again. */
  readonly spec: CalendarSpec;
  /** IANA name of the zone whose dates the days are. */
  readonly timezone: string;
  /** Trading days of a year, by convention: 365, 261 for weekdays, 252 for an exchange or a list. */
  readonly periodsPerYear: number;
  /** Returns whether a day is a trading day. */
  isTradingDay(day: number): boolean;
  /** Returns the local day of the instant just before `time`: midnight belongs to the day that it ends. */
  dayOf(time: number): number;
  /** Returns when trading is over on a day: the exchange's close, or the local midnight that ends it. */
  endOf(day: number): number;
  /** Returns the local midnight that ends the day of `time`: `time` itself when it is one. */
  dayEnd(time: number): number;
}

/**
 * Makes a calendar. `timezone` is an IANA name, UTC by default. Days of "XNYS" are New York's whatever `timezone` says, so
 * that a close never falls on another date. Throws INVALID_OPTION for an unknown calendar or zone and for a bad date.
 */
export function calendarOf(spec: CalendarSpec, timezone = "UTC"): Calendar {
  const zone = zoneOf(timezone);
  if (spec === "always") return calendarWith(spec, spec, zone, 365, () => true);
  if (spec === "weekdays") return calendarWith(spec, spec, zone, 261, (day) => !isWeekend(day));
  if (spec === "XNYS") return newYork();
  return listed(spec, zone);
}

function calendarWith(
  name: string,
  spec: CalendarSpec,
  zone: Zone,
  periodsPerYear: number,
  isTradingDay: (day: number) => boolean,
): Calendar {
  const { dayOf, startOf } = daysIn(zone);
  const endOf = (day: number) => startOf(day + 1);
  const dayEnd = (time: number) => startOf(dayOf(time) + 1);
  return { name, spec, timezone: zone.name, periodsPerYear, isTradingDay, dayOf, endOf, dayEnd };
}

/** The start of a day is asked for far more often than it changes, so the last one is kept. */
function daysIn(zone: Zone) {
  let day = Number.NaN;
  let start = Number.NaN;
  let end = Number.NaN;
  function startOf(asked: number): number {
    return zone.instantOf(asked * dayLength);
  }
  function dayOf(time: number): number {
    if (time > start && time <= end) return day;
    // The day of a midnight is the one before, whatever the clocks do there.
    const local = zone.localOf(time);
    const written = Math.floor(local / dayLength);
    day = time <= startOf(written) ? written - 1 : written;
    start = startOf(day);
    end = startOf(day + 1);
    return day;
  }
  return { dayOf, startOf };
}

function newYork(): Calendar {
  const zone = zoneOf("America/New_York");
  const calendar = calendarWith("XNYS", "XNYS", zone, 252, (day) => closeInNewYork(day) !== undefined);
  return {
    ...calendar,
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
  return calendarWith(name, { name, days: sorted }, zone, 252, (day) => trading.has(day));
}

function listOf(spec: unknown): { name?: string; days: readonly string[] } {
  if (Array.isArray(spec)) return { days: spec };
  if (typeof spec === "object" && spec !== null && "days" in spec && Array.isArray(spec.days)) {
    return spec as { name?: string; days: readonly string[] };
  }
  const near = typeof spec === "string" ? didYouMean(spec, ["always", "weekdays", "XNYS"]) : "";
  const known = near || ' Known: "always", "weekdays", "XNYS", or a list of dates';
  throw new PaperLabError("INVALID_OPTION", `Unknown calendar ${shown(spec)}.${known}`);
}
