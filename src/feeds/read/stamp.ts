import { civilDay, dayLength } from "../../core/days";

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
  if (mark === dash || mark === slash) return readIso(bytes, from, to, mark, stamp);
  return readDigits(bytes, from, to, stamp);
}

/** Reads a cell that holds a time: text or epoch number as in a file, or a Date. */
export function readStampOf(cell: unknown, stamp: Stamp): boolean {
  if (cell instanceof Date) {
    stamp.wall = cell.getTime();
    stamp.offset = 0;
    stamp.clock = true;
    return !Number.isNaN(stamp.wall);
  }
  if (typeof cell !== "string" && typeof cell !== "number") return false;
  const bytes = Buffer.from(String(cell).trim());
  return readStamp(bytes, 0, bytes.length, stamp);
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

/** Adds a time of day, milliseconds after midnight, to a stamp; false where it is NaN. */
export function addClock(stamp: Stamp, clock: number): boolean {
  stamp.wall += clock;
  stamp.clock = true;
  return !Number.isNaN(clock);
}

function readIso(bytes: Buffer, from: number, to: number, mark: number, stamp: Stamp): boolean {
  if (bytes[from + 7] !== mark) return false;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  stamp.wall = civilDay(year, twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)) * dayLength;
  stamp.offset = Number.NaN;
  stamp.clock = to > from + 10;
  if (!stamp.clock) return !Number.isNaN(stamp.wall);
  const separator = bytes[from + 10];
  if ((separator !== capitalT && separator !== space && separator !== smallT) || to < from + 16) return false;
  return readTimeOfDay(bytes, from + 11, to, stamp) && !Number.isNaN(stamp.wall);
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
  if (unit === 0 || (end < to && (bytes[end] !== point || digitsEnd(bytes, end + 1, to) !== to))) return false;
  stamp.wall = Math.floor(Number(bytes.toString("latin1", from, to)) * unit);
  stamp.offset = 0;
  stamp.clock = true;
  return true;
}

/** Returns the number that two digits are, or NaN. */
function twoDigits(bytes: Buffer, at: number): number {
  const first = bytes[at] - zero;
  const second = bytes[at + 1] - zero;
  return first >= 0 && first <= 9 && second >= 0 && second <= 9 ? first * 10 + second : Number.NaN;
}

function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] >= zero && bytes[at] <= zero + 9) at++;
  return at;
}

function thousandths(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let place = 0; place < 3; place++) value = value * 10 + (from + place < to ? bytes[from + place] - zero : 0);
  return value;
}
