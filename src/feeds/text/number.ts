import { decoded } from "./encoding";

const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const mostExact = 900_719_925_474_098;
const [pointByte, commaByte, apostrophe, space, dollar] = [46, 44, 39, 32, 36];
const numberSyntax = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** How numbers are written. */
export interface NumberForm {
  readonly decimal: "." | ",";
  /** Whether they may have signs of thousands, a currency, or K, M, B or T behind them. */
  readonly loose: boolean;
  /** Whether they are in UTF-8 in any case. */
  readonly isUtf8?: boolean;
}

/** Numbers as programs write them. */
export const plainNumbers: NumberForm = { decimal: ".", loose: false };

/**
 * Reads the decimal number in the bytes from `from` to `to`, rounded as `Number` rounds it, or NaN when they are not one
 * in full: empty cells, hexadecimal and "Infinity" are none. `form` says which other than plain ones are read. Up to 15 digits and 22 decimals go the short way: an exact
 * whole number divided once by an exact power of ten is correctly rounded (Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990).
 */
export function readNumber(bytes: Buffer, from: number, to: number, form = plainNumbers): number {
  // The decimal sign, as a digit: 46 is a point and 44 a comma.
  const pointAsDigit = form.decimal === "." ? -2 : -4;
  let at = from;
  let point = to;
  // Nine digits fit into 32 bits, whose arithmetic is faster.
  let head = 0;
  for (const headEnd = Math.min(to, from + 9); at < headEnd; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) head = (head * 10 + digit) | 0;
    else if (digit === pointAsDigit && point === to) point = at;
    else return readSlowly(bytes, from, to, form);
  }
  let mantissa = head;
  for (; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9 && mantissa <= mostExact) mantissa = mantissa * 10 + digit;
    else if (digit === pointAsDigit && point === to) point = at;
    else return readSlowly(bytes, from, to, form);
  }
  if (point === to) return to > from ? mantissa : Number.NaN;
  const decimals = to - point - 1;
  return decimals > 22 || to - from === 1 ? readSlowly(bytes, from, to, form) : mantissa / powersOfTen[decimals];
}

/** Negative numbers, exponents, many digits, signs of thousands and currencies, and what is no number at all. */
function readSlowly(bytes: Buffer, from: number, to: number, form: NumberForm): number {
  if (form.loose) {
    const grouped = readGrouped(bytes, from, to, form.decimal === "." ? pointByte : commaByte);
    if (!Number.isNaN(grouped)) return grouped;
  }
  const text = form.isUtf8 ? bytes.toString("utf8", from, to) : decoded(bytes, from, to);
  if (form.loose) return readLoosely(text, form.decimal);
  const plain = form.decimal === "." ? text : text.replaceAll(".", "x").replace(",", ".");
  return numberSyntax.test(plain) ? Number(plain) : Number.NaN;
}

/**
 * Reads the usual ones of loose numbers from their bytes, NaN for all others: a dollar before them, groups of three digits
 * with one sign between them, decimals, and K, M, B or T behind them.
 */
function readGrouped(bytes: Buffer, from: number, to: number, decimal: number): number {
  const thousands = decimal === pointByte ? commaByte : pointByte;
  let at = bytes[from] === dollar ? from + 1 : from;
  let mantissa = 0;
  // Digits since the last sign, which sign is between groups, and where the decimal sign is.
  let count = 0;
  let sign = 0;
  let point = -1;
  for (; at < to; at++) {
    const byte = bytes[at];
    const digit = byte - 48;
    if (digit >= 0 && digit <= 9) {
      if (mantissa > mostExact) return Number.NaN;
      mantissa = mantissa * 10 + digit;
      count++;
    } else if (point >= 0) break;
    else if (byte === decimal) {
      if (sign !== 0 && count !== 3) return Number.NaN;
      if (count === 0) return Number.NaN;
      point = at;
      count = 0;
    } else if (byte === thousands || byte === apostrophe || byte === space) {
      if (sign === 0 ? count < 1 || count > 3 : byte !== sign || count !== 3) return Number.NaN;
      sign = byte;
      count = 0;
    } else break;
  }
  if (point < 0 && (count === 0 || (sign !== 0 && count !== 3))) return Number.NaN;
  const power = (at === to ? 0 : at === to - 1 ? powerOf(bytes[at]) : Number.NaN) - (point < 0 ? 0 : count);
  // Of two exact numbers the product and the ratio are correctly rounded.
  return power >= 0 ? mantissa * powersOfTen[power] : power >= -22 ? mantissa / powersOfTen[-power] : Number.NaN;
}

/** The power of ten that a letter behind a number stands for, or NaN. */
function powerOf(letter: number): number {
  return letter === 75 ? 3 : letter === 77 ? 6 : letter === 66 ? 9 : letter === 84 ? 12 : Number.NaN;
}

// Groups of three digits have one sign between them all: a point or comma, an apostrophe or a space of some width.
const looseSyntax = {
  ".": looseSyntaxOf(",", "\\."),
  ",": looseSyntaxOf(".", ","),
};

function looseSyntaxOf(group: string, decimal: string): RegExp {
  const space = "[ \\u00a0\\u2009\\u202f]";
  const whole = `(\\d{1,3}([${group}'’ \\u00a0\\u2009\\u202f])\\d{3}(?:\\3\\d{3})*|\\d*)`;
  const money = "[$€£¥]?";
  const behind = `([eE][+-]?\\d+)?${space}?([KMBT]?)${space}?${money}`;
  return new RegExp(`^([+-]?)${money}${space}?${whole}(?:${decimal}(\\d*))?${behind}$`);
}

const zeros = { K: 3, M: 6, B: 9, T: 12 };

function readLoosely(text: string, decimal: "." | ","): number {
  const parts = looseSyntax[decimal].exec(text);
  if (parts === null) return Number.NaN;
  const [, sign, whole, , decimals = "", exponent, unit] = parts;
  const digits = whole.replace(/\D/g, "");
  if (digits + decimals === "" || (exponent !== undefined && unit !== "")) return Number.NaN;
  const power = exponent ?? `e${zeros[unit as keyof typeof zeros] ?? 0}`;
  return Number(`${sign}${digits}.${decimals}${power}`.replace(/^([+-]?)\./, "$10."));
}

/**
 * Returns the decimal sign that a number shows, `undefined` where it could be either, and "none" where it has none: of two
 * signs it is the last, a sign that comes twice is one of thousands, and so may be one with three digits behind it.
 */
export function decimalSignOf(text: string): "." | "," | "none" | undefined {
  const digits = text.replace(/[^\d.,]/g, "");
  const [points, commas] = [digits.split(".").length - 1, digits.split(",").length - 1];
  if (points + commas === 0) return "none";
  if (points > 0 && commas > 0) return digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "." : ",";
  const [sign, other] = points > 0 ? ([".", ","] as const) : ([",", "."] as const);
  if (points + commas > 1) return other;
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? undefined : sign;
}

/** Returns the decimal sign with which a text that is no number in one form would be a loose one, if there is any. */
export function otherDecimal(text: string, { decimal, loose }: NumberForm): "." | "," | undefined {
  const bytes = Buffer.from(text);
  if (!Number.isNaN(readNumber(bytes, 0, bytes.length, { decimal, loose }))) return undefined;
  const isRead = (sign: "." | ",") => !Number.isNaN(readNumber(bytes, 0, bytes.length, { decimal: sign, loose: true }));
  return ([".", ","] as const).find(isRead);
}
