import { civilDay, dayLength } from "../../core/days";

/** What a time cell says, filled by `readStamp`. */
export interface Stamp {
  /** The date and time as written, as the epoch milliseconds at which a clock in UTC would show them. */
  wall: number;
  /** Milliseconds that the written time is ahead of UTC; NaN where the cell names no zone. */
  offset: number;
  /** Whether a time of day is written. */
  clock: boolean;
}

/** Returns an empty stamp for `readStamp` to fill. */
export function newStamp(): Stamp {
  return { wall: Number.NaN, offset: Number.NaN, clock: false };
}

/** What `readStamp` accepts, as error messages say it. */
export const stampForms = "a date such as 2013-05-13, an ISO time or epoch seconds or milliseconds";

/**
 * Reads a date or time from the bytes from `from` to `to` into `stamp` and returns whether it could: `2013-05-13`,
 * `20130513`, `2013-05-13T16:00:00.000Z` (also with a space, an offset, or no zone), epoch seconds (9 or 10 digits) and
 * epoch milliseconds (12 or 13 digits). Fractions of a millisecond are cut.
 */
export function readStamp(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const mark = to - from >= 10 ? bytes[from + 4] : 0;
  if (mark === 45 || mark === 47) return readIso(bytes, from, to, mark, stamp);
  return readDigits(bytes, from, to, stamp);
}

/** Returns whether a cell is a date such as 01/02/2013, whose month and day could be either way around. */
export function isAmbiguousDate(text: string): boolean {
  return /^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b/.test(text);
}

/** Reads a time of day such as 9:30, 16:00:00 or 093000 in milliseconds after midnight, or NaN. */
export function readClock(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString("latin1", from, to);
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return Number.NaN;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0${parts[4] ?? ""}`) * 1000);
}

function readIso(bytes: Buffer, from: number, to: number, mark: number, stamp: Stamp): boolean {
  if (bytes[from + 7] !== mark) return false;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  stamp.wall = civilDay(year, twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)) * dayLength;
  stamp.offset = Number.NaN;
  stamp.clock = to > from + 10;
  if (!stamp.clock) return !Number.isNaN(stamp.wall);
  const separator = bytes[from + 10];
  if ((separator !== 84 && separator !== 32 && separator !== 116) || to < from + 16) return false;
  return readTimeOfDay(bytes, from + 11, to, stamp) && !Number.isNaN(stamp.wall);
}

function readTimeOfDay(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const hour = twoDigits(bytes, from);
  const minute = twoDigits(bytes, from + 3);
  if (bytes[from + 2] !== 58 || !(hour <= 23) || !(minute <= 59)) return false;
  let time = (hour * 60 + minute) * 60_000;
  let at = from + 5;
  if (at < to && bytes[at] === 58) {
    const second = at + 3 <= to ? twoDigits(bytes, at + 1) : Number.NaN;
    if (!(second <= 59)) return false;
    time += second * 1000;
    at += 3;
    if (at < to && (bytes[at] === 46 || bytes[at] === 44)) {
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
  if (to - from === 1 && (bytes[from] === 90 || bytes[from] === 122)) {
    stamp.offset = 0;
    return true;
  }
  const text = bytes.toString("latin1", from, to).trimStart();
  const parts = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text);
  if (parts === null) {
    stamp.offset = 0;
    return text === "Z" || text === "UTC" || text === "GMT";
  }
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  stamp.offset = (parts[1] === "-" ? -minutes : minutes) * 60_000;
  return minutes <= 18 * 60;
}

/** Eight digits are a date; epoch numbers have other lengths from 1973 to 2286. */
function readDigits(bytes: Buffer, from: number, to: number, stamp: Stamp): boolean {
  const end = digitsEnd(bytes, from, to);
  const length = end - from;
  if (length === 8 && end === to) {
    const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
    stamp.wall = civilDay(year, twoDigits(bytes, from + 4), twoDigits(bytes, from + 6)) * dayLength;
    stamp.offset = Number.NaN;
    stamp.clock = false;
    return !Number.isNaN(stamp.wall);
  }
  const unit = length === 9 || length === 10 ? 1000 : length === 12 || length === 13 ? 1 : 0;
  if (unit === 0 || (end < to && (bytes[end] !== 46 || digitsEnd(bytes, end + 1, to) !== to))) return false;
  stamp.wall = Math.floor(Number(bytes.toString("latin1", from, to)) * unit);
  stamp.offset = 0;
  stamp.clock = true;
  return true;
}

/** Returns the number that two digits are, or NaN. */
function twoDigits(bytes: Buffer, at: number): number {
  const first = bytes[at] - 48;
  const second = bytes[at + 1] - 48;
  return first >= 0 && first <= 9 && second >= 0 && second <= 9 ? first * 10 + second : Number.NaN;
}

function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] >= 48 && bytes[at] <= 57) at++;
  return at;
}

function thousandths(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let place = 0; place < 3; place++) value = value * 10 + (from + place < to ? bytes[from + place] - 48 : 0);
  return value;
}
