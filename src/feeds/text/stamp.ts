import { civilDay, dayLength } from "../../core/days";
import type { ClockDigits, DateOrder, EpochUnit } from "../source/found";
import { readClock } from "./clock";
import { digitsEnd, shortNumber, thousandths, twoDigits } from "./digits";

const plus = 43;
const dash = 45;
const slash = 47;
const zero = 48;
const colon = 58;
const point = 46;
const comma = 44;
const space = 32;
const [capitalT, smallT] = [84, 116];
const [capitalZ, smallZ] = [90, 122];

/** What a time cell says, filled by `readStamp`. */
export interface Stamp {
  /** The date and time as written, as the epoch milliseconds at which a clock in UTC would show them. */
  wall: number;
  /** Milliseconds that the written time is ahead of UTC; NaN where the cell names no zone. */
  offset: number;
  /** Whether a time of day is written. */
  clock: boolean;
  /** The last date that was read, as the number of its digits, and its midnight: many rows have one date. */
  date: number;
  midnight: number;
}

/** How the times of a column are written. */
export interface StampForm {
  /** The order of dates such as 01/02/2013, which are not read without it. */
  readonly dates?: DateOrder;
  /** The unit of epoch numbers; by default that which their number of digits tells, seconds or milliseconds. */
  readonly epoch?: EpochUnit;
  /** Whether that unit was told: only then are numbers times before 1973 that could be of a larger unit. */
  readonly told?: boolean;
  /** Whether months are written by their English names. */
  readonly months?: boolean;
  /** The digits of times of day in a column of their own, where these are numbers: zeros before them may be missing. */
  readonly clock?: ClockDigits;
}

const anyForm: StampForm = {};

/** Returns an empty stamp for `readStamp` to fill. */
export function newStamp(): Stamp {
  return { wall: Number.NaN, offset: Number.NaN, clock: false, date: 0, midnight: Number.NaN };
}

function midnightOf(stamp: Stamp, year: number, month: number, day: number): number {
  const date = year * 10_000 + month * 100 + day;
  if (date !== stamp.date) {
    stamp.midnight = civilDay(year, month, day) * dayLength;
    stamp.date = date;
  }
  return stamp.midnight;
}

/** What `readStamp` accepts, as error messages say it. */
export const stampForms = "a date such as 2013-05-13, an ISO time or epoch seconds or milliseconds";

/**
 * Reads a date or time from the bytes from `from` to `to` into `stamp` and returns whether it could: `2013-05-13`,
 * `20130513`, `2013-05-13T16:00:00.000Z` (also with points, a space, an offset, or no zone), dates in the order of the
 * form, and epoch numbers in its unit; without one, seconds (9 or 10 digits) and milliseconds (12 or 13 digits). Fractions
 * of a millisecond are cut.
 */
export function readStamp(bytes: Buffer, from: number, to: number, stamp: Stamp, form = anyForm): boolean {
  if (form.months && readNamed(bytes, from, to, stamp)) return true;
  const mark = to - from >= 8 ? bytes[from + 4] : 0;
  // A month or day of one digit puts other marks there, as in 1/13/2024 9:30.
  if ((mark === dash || mark === slash || mark === point) && twoDigits(bytes, from) * twoDigits(bytes, from + 2) >= 0)
    return bytes[from + 7] === mark && twoDigits(bytes, from + 8) >= 0
      ? readIso(bytes, from, to, stamp)
      : readSlimIso(bytes, from, to, mark, stamp);
  if (form.epoch !== undefined) return readEpoch(bytes, from, to, form.epoch, stamp, form.told);
  if (form.dates !== undefined && form.dates !== "YMD" && readFullDate(bytes, from, to, form.dates, stamp)) return true;
  if (form.dates !== undefined && readOrdered(bytes, from, to, form.dates, stamp)) return true;
  return readDigits(bytes, from, to, stamp);
}

/** Reads a cell that holds a time: text or epoch number as in a file, or a Date. */
export function readStampOf(cell: unknown, stamp: Stamp, form = anyForm): boolean {
  if (cell instanceof Date) {
    stamp.wall = cell.getTime();
    stamp.offset = 0;
    stamp.clock = true;
    return !Number.isNaN(stamp.wall);
  }
  if (typeof cell !== "string" && typeof cell !== "number") return false;
  const bytes = Buffer.from(String(cell).trim());
  return readStamp(bytes, 0, bytes.length, stamp, form);
}

const orderedSyntax = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/** Returns whether a cell is a date such as 01/02/2013, whose month and day could be either way around. */
export function isAmbiguousDate(text: string): boolean {
  return orderedSyntax.test(text);
}

/** What a date such as 13/01/2013 shows of the order of a column. */
export interface OrderSigns {
  /** The order, where a number over 12 is a day. */
  readonly dates: DateOrder | undefined;
  readonly mark: string;
  readonly shortYear: boolean;
}

/** Returns what a date shows of the order of day and month; `undefined` for all that is no such date. */
export function orderSigns(text: string): OrderSigns | undefined {
  const parts = orderedSyntax.exec(text);
  if (parts === null) return undefined;
  const [first, second] = [Number(parts[1]), Number(parts[3])];
  const dates = first > 12 === second > 12 ? undefined : first > 12 ? "DMY" : "MDY";
  return { dates, mark: parts[2], shortYear: parts[4].length === 2 };
}

/** Adds a time of day, milliseconds after midnight, to a stamp; false where it is NaN. */
export function addClock(stamp: Stamp, clock: number): boolean {
  stamp.wall += clock;
  stamp.clock = true;
  return !Number.isNaN(clock);
}

function readIso(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  if (to < from + 10) return false;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const midnight = midnightOf(stamp, year, twoDigits(bytes, from + 5), twoDigits(bytes, from + 8));
  stamp.wall = midnight;
  stamp.offset = Number.NaN;
  stamp.clock = to > from + 10;
  if (!stamp.clock || Number.isNaN(midnight)) return !Number.isNaN(midnight);
  const separator = bytes[from + 10];
  if (separator !== capitalT && separator !== space && separator !== smallT) return false;
  if (to >= from + 16 && readTimeOfDay(bytes, from + 11, to, stamp)) return true;
  stamp.wall = midnight;
  return readClockBehind(bytes, from + 10, to, stamp);
}

/** A date such as 2024/1/5, with a time of day behind it or none. */
function readSlimIso(bytes: Buffer, from: number, to: number, mark: number, stamp: Stamp): boolean {
  const second = digitsEnd(bytes, from + 5, Math.min(to, from + 7));
  if (second === from + 5 || second >= to || bytes[second] !== mark) return false;
  const third = digitsEnd(bytes, second + 1, Math.min(to, second + 3));
  // Of 2024-05-1 a digit may be lost.
  if (third === second + 1 || (third === second + 2 && bytes[from + 5] === zero)) return false;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const [month, day] = [shortNumber(bytes, from + 5, second), shortNumber(bytes, second + 1, third)];
  stamp.wall = civilDay(year, month, day) * dayLength;
  stamp.offset = Number.NaN;
  stamp.clock = third < to;
  if (Number.isNaN(stamp.wall)) return false;
  return !stamp.clock || readClockBehind(bytes, third, to, stamp);
}

/** A date such as 03/04/2015, all of whose parts have their full length, with a time of day such as 16:30 or none. */
function readFullDate(bytes: Buffer, from: number, to: number, order: DateOrder, stamp: Stamp): boolean {
  const mark = bytes[from + 2];
  if (to - from < 10 || bytes[from + 5] !== mark || (mark !== slash && mark !== dash && mark !== point)) return false;
  const [one, two] = [twoDigits(bytes, from), twoDigits(bytes, from + 3)];
  const year = twoDigits(bytes, from + 6) * 100 + twoDigits(bytes, from + 8);
  stamp.wall = order === "DMY" ? midnightOf(stamp, year, two, one) : midnightOf(stamp, year, one, two);
  stamp.offset = Number.NaN;
  stamp.clock = to > from + 10;
  if (!stamp.clock) return !Number.isNaN(stamp.wall);
  if (bytes[from + 10] !== space || to < from + 16) return false;
  return readTimeOfDay(bytes, from + 11, to, stamp) && !Number.isNaN(stamp.wall);
}

/** A date of two marks whose parts come in an order, with a time of day behind it or none. */
function readOrdered(bytes: Buffer, from: number, to: number, order: DateOrder, stamp: Stamp): boolean {
  const first = digitsEnd(bytes, from, Math.min(to, from + 2));
  const mark = bytes[first];
  if (first === from || first >= to || (mark !== slash && mark !== dash && mark !== point)) return false;
  const second = digitsEnd(bytes, first + 1, Math.min(to, first + 3));
  if (second === first + 1 || second >= to || bytes[second] !== mark) return false;
  const third = digitsEnd(bytes, second + 1, to);
  const long = third - second - 1 === 4;
  if (!long && (third - second - 1 !== 2 || (order === "YMD" && first - from !== 2))) return false;
  if (long && order === "YMD") return false;
  const [one, two] = [shortNumber(bytes, from, first), shortNumber(bytes, first + 1, second)];
  const three = shortNumber(bytes, second + 1, third);
  const year = order === "YMD" ? one : three;
  const month = order === "MDY" ? one : two;
  const day = order === "MDY" ? two : order === "DMY" ? one : three;
  // As POSIX takes years of two digits: 69 is 1969, 68 is 2068.
  stamp.wall = civilDay(long ? year : year + (year < 69 ? 2000 : 1900), month, day) * dayLength;
  stamp.offset = Number.NaN;
  stamp.clock = third < to;
  if (Number.isNaN(stamp.wall)) return false;
  return !stamp.clock || readClockBehind(bytes, third, to, stamp);
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthText = "(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|[a-z]{5,9})";
const namedSyntax = [
  { parts: new RegExp(`^(\\d{1,2})([ -])${monthText}\\2(\\d{4})(?!\\d)`, "i"), day: 1, month: 3, year: 4 },
  { parts: new RegExp(`^${monthText}\\.? (\\d{1,2}),? (\\d{4})(?!\\d)`, "i"), day: 2, month: 1, year: 3 },
  { parts: new RegExp(`^(\\d{4})-${monthText}-(\\d{1,2})(?!\\d)`, "i"), day: 3, month: 2, year: 1 },
];
const longMonth = /^(january|february|march|april|august|september|october|november|december)$/;

/** Returns the month and the length of a date such as 15-Jan-2015, Jan 5, 2015 or 2015-Jan-15, `undefined` for others. */
function namedDate(text: string): { year: number; month: number; day: number; length: number } | undefined {
  for (const { parts, ...at } of namedSyntax) {
    const found = parts.exec(text);
    if (found === null) continue;
    const name = found[at.month].toLowerCase();
    if (name.length > 4 && !longMonth.test(name)) return undefined;
    const month = monthNames.indexOf(name.slice(0, 3)) + 1;
    return { year: Number(found[at.year]), month, day: Number(found[at.day]), length: found[0].length };
  }
  return undefined;
}

/** Returns whether a text begins with a date whose month is written by its English name. */
export function namesMonth(text: string): boolean {
  return namedDate(text) !== undefined;
}

/** A date whose month is written by its English name, with a time of day behind it or none. */
function readNamed(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const date = namedDate(bytes.toString("latin1", from, to));
  if (date === undefined) return false;
  stamp.wall = civilDay(date.year, date.month, date.day) * dayLength;
  stamp.offset = Number.NaN;
  stamp.clock = from + date.length < to;
  if (Number.isNaN(stamp.wall)) return false;
  return !stamp.clock || readClockBehind(bytes, from + date.length, to, stamp);
}

/** A time of day behind a date: a space, a T or a comma before it. */
function readClockBehind(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  let at = from;
  if (bytes[at] === comma) at++;
  while (at < to && (bytes[at] === space || bytes[at] === capitalT)) at++;
  if (at === from) return false;
  const { wall } = stamp;
  if (at + 5 <= to && readTimeOfDay(bytes, at, to, stamp)) return true;
  stamp.wall = wall;
  stamp.offset = Number.NaN;
  return addClock(stamp, readClock(bytes, at, to));
}

function readTimeOfDay(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const hour = twoDigits(bytes, from);
  const minute = twoDigits(bytes, from + 3);
  if (bytes[from + 2] !== colon || !(hour <= 23) || !(minute <= 59)) return false;
  let time = (hour * 60 + minute) * 60_000;
  let at = from + 5;
  if (at < to && bytes[at] === colon) {
    const second = at + 3 <= to ? twoDigits(bytes, at + 1) : Number.NaN;
    if (!(second <= 59)) return false;
    time += second * 1000;
    at += 3;
    if (at < to && (bytes[at] === point || bytes[at] === comma)) {
      const end = digitsEnd(bytes, at + 1, to);
      if (end === at + 1) return false;
      time += thousandths(bytes, at + 1, end);
      at = end;
    }
  }
  stamp.wall += time;
  return at === to || readOffset(bytes, at, to, stamp);
}

function readOffset(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  if (to - from === 1 && (bytes[from] === capitalZ || bytes[from] === smallZ)) {
    stamp.offset = 0;
    return true;
  }
  const sign = bytes[from];
  if (to - from === 6 && bytes[from + 3] === colon && (sign === plus || sign === dash)) {
    const minutes = twoDigits(bytes, from + 1) * 60 + twoDigits(bytes, from + 4);
    stamp.offset = (sign === dash ? -minutes : minutes) * 60_000;
    return minutes <= 18 * 60;
  }
  const text = bytes
    .toString("latin1", from, to)
    .trimStart()
    .replace(/^(?:GMT|UTC)(?=[+-])/, "");
  const parts = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text);
  if (parts === null) {
    stamp.offset = 0;
    return text === "Z" || text === "UTC" || text === "GMT";
  }
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  stamp.offset = (parts[1] === "-" ? -minutes : minutes) * 60_000;
  return minutes <= 18 * 60;
}

/** Eight digits are a date, also with a time of day behind it; epoch numbers have other lengths from 1973 to 2286. */
function readDigits(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const end = digitsEnd(bytes, from, to);
  const length = end - from;
  if (length === 8 && (end === to || bytes[end] === space || bytes[end] === capitalT)) {
    const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
    stamp.wall = civilDay(year, twoDigits(bytes, from + 4), twoDigits(bytes, from + 6)) * dayLength;
    stamp.offset = Number.NaN;
    stamp.clock = end < to;
    if (Number.isNaN(stamp.wall)) return false;
    return !stamp.clock || readClockBehind(bytes, end, to, stamp);
  }
  const unit = length === 9 || length === 10 ? "s" : length === 12 || length === 13 ? "ms" : undefined;
  return unit !== undefined && readEpoch(bytes, from, to, unit, stamp);
}

// Digits of an epoch number below a millisecond.
const digitsBelow = { s: -3, ms: 0, us: 3, ns: 6 };
const [earliest, latest] = [Date.UTC(1800, 0), Date.UTC(2290, 0)];
// As milliseconds, seconds are before it.
const earliestFound = 1e11;

/** Reads an epoch number in a unit; its fraction may only be one of seconds. */
function readEpoch(bytes: Buffer, from: number, to: number, unit: EpochUnit, stamp: Stamp, told = false): boolean {
  const start = bytes[from] === dash ? from + 1 : from;
  const end = digitsEnd(bytes, start, to);
  if (end === start || (end < to && (bytes[end] !== point || digitsEnd(bytes, end + 1, to) !== to))) return false;
  const below = digitsBelow[unit];
  let time = 0;
  if (start > from || (end < to && below <= 0))
    time = Math.floor(Number(bytes.toString("latin1", from, to)) * 10 ** -below);
  else {
    for (let at = start; at < end - Math.max(0, below); at++) time = time * 10 + bytes[at] - zero;
    if (below < 0) time *= 1000;
  }
  stamp.wall = time;
  stamp.offset = 0;
  stamp.clock = true;
  return time >= (told || unit === "s" ? earliest : earliestFound) && time <= latest;
}

/** Returns the unit of epoch numbers by their size, from 1973 on; `undefined` where none is an epoch number. */
export function epochUnitOf(cells: readonly string[]): EpochUnit | undefined {
  const numbers = cells.filter((cell) => /^-?\d+(\.\d+)?$/.test(cell)).map((cell) => Math.abs(Number(cell)));
  const largest = Math.max(0, ...numbers);
  if (largest < 1e8) return undefined;
  return largest < 1e11 ? "s" : largest < 1e14 ? "ms" : largest < 1e17 ? "us" : "ns";
}
