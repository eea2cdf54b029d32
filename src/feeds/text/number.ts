const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const mostExact = 900_719_925_474_098;
const numberSyntax = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** How numbers are written. */
export interface NumberForm {
  readonly decimal: "." | ",";
  /** Whether they may have signs of thousands, a currency, or K, M, B or T behind them. */
  readonly loose: boolean;
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
  const text = bytes.toString("utf8", from, to);
  if (form.loose) return readLoosely(text, form.decimal);
  const plain = form.decimal === "." ? text : text.replaceAll(".", "x").replace(",", ".");
  return numberSyntax.test(plain) ? Number(plain) : Number.NaN;
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
