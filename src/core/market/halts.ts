import { checkKeys, expected } from "../checks";
import { dayLength, dayOfDate } from "../days";
import type { Calendar } from "./calendar";

/**
 * A time in which a symbol does not trade, so that none of its orders fill. Dates are whole days of the feed's calendar,
 * inclusive. Instants are ISO 8601 with a zone. A bar that is halted for a part of its time counts as halted.
 */
export interface Halt {
  symbol: string;
  from: string;
  to: string;
}

/** Returns whether a bar of `symbol` from `start` to `time` falls into a halt. */
export type HaltTest = (symbol: string, start: number, time: number) => boolean;

/**
 * Returns the test of some halts, or `undefined` if there are none. `interval`: milliseconds between bars; those of a day
 * or longer then begin with the trading of their first day. Without it they begin when the bar before them ends. Throws
 * INVALID_OPTION.
 */
export function haltTest(halts: readonly Halt[] | undefined, calendar: Calendar, interval = 0): HaltTest | undefined {
  if (halts === undefined || halts.length === 0) return undefined;
  const spans = halts.map((halt, at) => spanOf(halt, at, calendar));
  const begin = interval < dayLength ? (start: number) => start : tradingStart(calendar, interval);
  return (symbol, start, time) =>
    spans.some((span) => span.symbol === symbol && time > span.from && begin(start, time) < span.to);
}

// The close before a bar lies on the day before, which may be halted while the bar's own day is not.
function tradingStart(calendar: Calendar, interval: number): (start: number, time: number) => number {
  const openOf = (day: number) => calendar.openOf?.(day) ?? calendar.startOf(day);
  // A market that never closes can have days of its own, so that a bar is of two days.
  if (interval === dayLength && calendar.spec !== "always") return (_start, time) => openOf(calendar.dayOf(time));
  return (start) => {
    const day = calendar.dayOf(start);
    return start < calendar.endOf(day) ? start : openOf(day + 1);
  };
}

function spanOf(halt: Halt, at: number, calendar: Calendar) {
  checkKeys(`halts[${at}]`, halt, ["symbol", "from", "to"]);
  if (typeof halt.symbol !== "string") throw expected(`halts[${at}].symbol`, "text", halt.symbol);
  const from = isDate(halt.from) ? dayStart(halt.from, calendar) : instant(halt.from, `halts[${at}].from`);
  const to = isDate(halt.to) ? dayStart(halt.to, calendar, 1) : instant(halt.to, `halts[${at}].to`);
  if (!(from < to)) throw expected(`halts[${at}].to`, `later than its from ${halt.from}`, halt.to);
  return { symbol: halt.symbol, from, to };
}

// The local midnight that begins a day, which ends the day before it.
function dayStart(date: string, calendar: Calendar, daysLater = 0): number {
  const before = dayOfDate(date) + daysLater - 1;
  const noon = before * dayLength + dayLength / 2;
  // Noon UTC is already the next day where clocks are twelve hours ahead or more.
  return calendar.dayEnd(noon - (calendar.dayOf(noon) - before) * dayLength);
}

function isDate(text: unknown): text is string {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function instant(text: unknown, name: string): number {
  // Without a zone, an instant would be read in the zone of the computer that runs the session.
  const zoned = typeof text === "string" && /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = zoned ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw expected(name, 'an ISO date or instant with its zone, as "2024-01-02T14:30Z"', text);
  return time;
}
