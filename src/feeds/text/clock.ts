import type { ClockDigits } from "../source/found";
import { digitsEnd, shortNumber, twoDigits } from "./digits";

const [zero, colon] = [48, 58];

const clockSyntax = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:\s?([AP])M)?$/i;

/**
 * Reads a time of day such as 9:30, 16:00:00, 4:00 PM, 0930 or 093000 in milliseconds after midnight, or NaN. With `digits`,
 * numbers are times of so many digits that may have lost the zeros before them: with 6 of them, 500 is 00:05:00.
 */
export function readClock(bytes: Buffer, from: number, to: number, digits?: ClockDigits): number {
  if (digits !== undefined && to - from <= digits && (bytes[from] !== zero || to - from === 1)) {
    if (to > from && digitsEnd(bytes, from, to) === to) return clockOf(shortNumber(bytes, from, to), digits);
  }
  const isShort = (to - from === 8 && bytes[from + 5] === colon) || to - from === 5;
  if (isShort && bytes[from + 2] === colon) {
    const [hour, minute] = [twoDigits(bytes, from), twoDigits(bytes, from + 3)];
    const second = to - from === 5 ? 0 : twoDigits(bytes, from + 6);
    return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN;
  }
  const text = bytes.toString("latin1", from, to);
  const parts = clockSyntax.exec(text) ?? /^(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (parts === null) return Number.NaN;
  const [written, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  const half = parts[5]?.toUpperCase();
  if (half !== undefined && (written < 1 || written > 12)) return Number.NaN;
  const hour = half === undefined ? written : (written % 12) + (half === "P" ? 12 : 0);
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0${parts[4] ?? ""}`) * 1000);
}

function clockOf(number: number, digits: ClockDigits): number {
  const [hours, second] = digits === 6 ? [Math.floor(number / 100), number % 100] : [number, 0];
  const [hour, minute] = [Math.floor(hours / 100), hours % 100];
  return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN;
}

/** Returns how many digits the times of day of a column have, where zeros may be missing; `undefined` for all others. */
export function clockDigits(sample: readonly string[], each: (take: (text: string) => boolean) => void) {
  const isNumber = (text: string) => /^\d{1,6}$/.test(text);
  if (sample.filter(isNumber).length <= sample.length / 2) return undefined;
  let longest = 0;
  let isPadded = false;
  // The first day may begin at midnight, whose minutes have few digits.
  each((text) => {
    isPadded = /^0\d/.test(text);
    if (isNumber(text)) longest = Math.max(longest, text.length);
    return !isPadded && longest < 5;
  });
  if (isPadded) return undefined;
  return longest > 4 ? 6 : longest > 2 ? 4 : undefined;
}
