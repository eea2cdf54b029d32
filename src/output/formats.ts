import type { Cell } from "../core/table";

/**
 * How a value is written for people. `percent` and `fraction` take a fraction (0.123 is 12.3 %). `currency` has two
 * decimals (more for what would look like 0, and in a column of small amounts), `price` at least two and as many as it needs, `quantity` up to six (eight below one), `count` none, `days` at
 * most one, `chance`, a probability, `< 0.01 %` and `> 99.99 %` where it is all but sure, and `span`, days without the word, at most two, or more where it is very short. `ratio` has two or more, `fine`
 * (a ratio of one day) four, `percent` and both ratios a power of ten from 10^7 on, and `number` as many as its size needs.
 * `date` and `time` take epoch milliseconds or an ISO instant, and write UTC. `text` takes anything, and so does
 * `sentence`, which is broken into lines where it is too long for one.
 */
export type Format =
  | "percent"
  | "fraction"
  | "chance"
  | "ratio"
  | "fine"
  | "currency"
  | "price"
  | "quantity"
  | "count"
  | "days"
  | "span"
  | "number"
  | "date"
  | "time"
  | "text"
  | "sentence";

/** The text for an undefined value. */
export const undefinedText = "–";

const writers: Readonly<Record<Exclude<Format, "text" | "sentence">, (value: number) => string>> = {
  percent: percentText,
  fraction: percentText,
  chance: chanceText,
  ratio: (value) => ratioText(value, 2),
  fine: (value) => ratioText(value, 4),
  currency: (value) => moneyText(value, 2),
  price: (value) => priceText(value),
  quantity: (value) => (isSmall(value, 5e-9) ? String(value) : trimmedText(value, Math.abs(value) < 1 ? 8 : 6, 0)),
  count: (value) => fixedText(value, 0),
  days: daysText,
  span: (value) => (isSmall(value, 0.005) ? significantText(value, 2) : trimmedText(value, 2, 0)),
  number: numberText,
  date: (value) => instantText(value, dateLength),
  time: (value) => instantText(value, instantLength([value])),
};

/**
 * Writes a value for people, the same in every locale: `12.3 %`, `1,234.50`, `2014-06-09`. An undefined value (`null`,
 * NaN) is a dash, and an infinity `∞` or `-∞`. Text and booleans are written as they are, whatever the format.
 */
export function formatValue(value: Cell | undefined, format: Format = "number"): string {
  if (value === null || value === undefined) return undefinedText;
  if ((format === "date" || format === "time") && isInstant(value)) return writers[format](Date.parse(value));
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (format === "text" || format === "sentence") return String(value);
  return Number.isFinite(value) ? writers[format](value) : endlessText(value);
}

/** Writes a number that is not finite: `∞`, `-∞`, and a dash for NaN. */
export function endlessText(value: number): string {
  if (Number.isNaN(value)) return undefinedText;
  return value > 0 ? "∞" : "-∞";
}

/** Writes the name of a field for people: `exitDate` is `Exit date`, `netPnl` is `Net P&L`. */
export function titleText(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bpnl\b/, "P&L");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Writes a number with thousands separators and exactly that many decimals: `-1,234.50`. */
export function fixedText(value: number, decimals: number): string {
  const [whole, fraction] = plainText(Math.abs(value), decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Writes a number with at most `most` decimals, and no trailing zeros after `least` decimals. */
export function trimmedText(value: number, most: number, least: number): string {
  const text = fixedText(value, most);
  let end = text.length;
  while (end > text.length - (most - least) && text[end - 1] === "0") end--;
  return text.slice(0, text[end - 1] === "." ? end - 1 : end);
}

/** Returns how many decimals a column of numbers needs: 0 for whole numbers, at most 6. */
export function decimalsOf(values: Iterable<number>): number {
  let largest = 0;
  let needed = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    if (needed < 6 && !Number.isInteger(value)) needed = Math.max(needed, decimalsIn(value));
  }
  return Math.min(needed, largest >= 1000 ? 2 : largest >= 1 ? 4 : 6);
}

/**
 * Returns how many decimals amounts of money that stand together need: two, or enough for five digits of the largest if it is
 * below 0.1, as in an account of coins. What is below the smallest part of a coin, 10^-8, is what rounding left.
 */
export function moneyDecimals(amounts: Iterable<number | null>): number {
  let most = 0;
  for (const amount of amounts) most = Math.max(most, Math.abs(amount ?? 0));
  return most < 5e-9 || most >= 0.1 || !Number.isFinite(most) ? 2 : 4 - Math.floor(Math.log10(most));
}

/**
 * Writes an amount of money with the `decimals` of those that it stands with. What would look like 0 beside them has two
 * significant digits, unless it is what rounding left.
 */
export function moneyText(value: number, decimals: number): string {
  const looksLikeZero = isSmall(value, 0.5 * 10 ** -decimals);
  const own = looksLikeZero ? moneyDecimals([value]) - 3 : decimals;
  return own > decimals ? trimmedText(value, own, decimals) : fixedText(value, decimals);
}

/** Returns a function that writes amounts of money with the decimals of those that it is given, which stand together; 0 with two. */
export function moneyWriter(amounts: Iterable<number | null>): (value: number | null) => string {
  const decimals = moneyDecimals(amounts);
  return (value) =>
    value !== null && value !== 0 && Number.isFinite(value)
      ? moneyText(value, decimals)
      : formatValue(value, "currency");
}

/** Writes a number of a column with `decimals`. If it would look like 0, it has two significant digits. */
export function columnText(value: number, decimals: number): string {
  if (isSmall(value, 0.5 * 10 ** -decimals)) return significantText(value, 2);
  return Math.abs(value) >= 1e15 ? String(value) : fixedText(value, decimals);
}

/** Whether a cell is an instant as ISO text in UTC: `2014-06-09T15:30:00.000Z`. */
export function isInstant(value: Cell | undefined): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(value);
}

const dateLength = 10;

/** Returns how many letters tell instants apart: at least to the minute, at most to the millisecond. */
export function instantLength(values: Iterable<number>): number {
  let length = 16;
  for (const value of values) length = Math.max(length, value % 60_000 === 0 ? 16 : value % 1000 === 0 ? 19 : 23);
  return length;
}

/** A clock on a wall: its name, and the local time of an instant as the milliseconds at which a UTC clock would show it. */
export interface WallClock {
  readonly name: string;
  localOf(time: number): number;
}

/** Writes an instant as a clock shows it, with the clock's name: `2014-06-09 10:30 America/New_York`. */
export function clockText(time: number, clock: WallClock): string {
  return Math.abs(time) > mostOfDate ? String(time) : `${localText(time, clock)} ${clock.name}`;
}

/** Writes an instant as a clock shows it, without its name: `2014-06-09 10:30`. */
export function localText(time: number, { localOf }: Pick<WallClock, "localOf">): string {
  return Math.abs(time) > mostOfDate ? String(time) : formatValue(localOf(time), "time");
}

// Date covers so many milliseconds on either side of 1970.
const mostOfDate = 8.64e15;

/** Writes an instant in UTC, cut to that many letters: `2014-06-09 15:30` has 16. */
export function instantText(value: number, length: number): string {
  if (Math.abs(value) > mostOfDate) return String(value);
  return new Date(value).toISOString().slice(0, length).replace("T", " ");
}

function daysText(value: number): string {
  const text = trimmedText(value, 1, 0);
  return `${text} ${text === "1" ? "day" : "days"}`;
}

// What is smaller beside 1 is what rounding left of a difference, such as a growth: a cent of a trillion.
const leastShare = 1e-12;

function percentText(value: number): string {
  const hundredths = Math.abs(value) < leastShare ? 0 : value * 100;
  if (isSmall(hundredths, 0.005)) return `${significantText(hundredths, 2)} %`;
  if (Math.abs(hundredths) >= mostDigits) return `${powerText(hundredths)} %`;
  return `${fixedText(hundredths, Math.abs(hundredths) < 9.995 ? 2 : 1)} %`;
}

function chanceText(value: number): string {
  if (value < 1e-4) return "< 0.01 %";
  return value > 1 - 1e-4 ? "> 99.99 %" : percentText(value);
}

function ratioText(value: number, decimals: number): string {
  if (isSmall(value, 0.5 * 10 ** -decimals)) return significantText(value, 2);
  return Math.abs(value) >= mostDigits ? powerText(value) : fixedText(value, decimals);
}

/** From here on percentages and ratios are written with a power of ten: a minute's growth makes any number of a year. */
const mostDigits = 1e7;

function powerText(value: number): string {
  return value.toExponential(2);
}

function priceText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return fixedText(value, 2);
  return size >= 1 || size === 0 ? trimmedText(value, 4, 2) : trimmedText(value, 8, 2);
}

function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || isSmall(value, 1e-6)) return String(value);
  if (Number.isInteger(value)) return fixedText(value, 0);
  return size >= 1000 ? fixedText(value, 2) : size >= 1 ? trimmedText(value, 4, 2) : trimmedText(value, 6, 2);
}

function isSmall(value: number, limit: number): boolean {
  return value !== 0 && Math.abs(value) < limit;
}

function significantText(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

function decimalsIn(value: number): number {
  const text = plainText(Math.abs(value), 6);
  let end = text.length;
  while (text[end - 1] === "0") end--;
  return Math.max(0, end - text.indexOf(".") - 1);
}

// toFixed uses an exponent from 1e21 on.
function plainText(size: number, decimals: number): string {
  return size < 1e21 ? size.toFixed(decimals) : BigInt(Math.round(size)).toString();
}
