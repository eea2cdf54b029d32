const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const mostExact = 900_719_925_474_098;
const numberSyntax = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const pointAsDigit = -2;

/**
 * Reads the decimal number in the bytes from `from` to `to`, rounded as `Number` rounds it, or NaN when they are not one
 * in full: empty cells, hexadecimal and "Infinity" are none. Up to 15 digits and 22 decimals go the short way: an exact
 * whole number divided once by an exact power of ten is correctly rounded (Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990).
 */
export function readNumber(bytes: Buffer, from: number, to: number): number {
  let at = from;
  let point = to;
  // Nine digits fit into 32 bits, whose arithmetic is faster.
  let head = 0;
  for (const headEnd = Math.min(to, from + 9); at < headEnd; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) head = (head * 10 + digit) | 0;
    else if (digit === pointAsDigit && point === to) point = at;
    else return readSlowly(bytes, from, to);
  }
  let mantissa = head;
  for (; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9 && mantissa <= mostExact) mantissa = mantissa * 10 + digit;
    else if (digit === pointAsDigit && point === to) point = at;
    else return readSlowly(bytes, from, to);
  }
  if (point === to) return to > from ? mantissa : Number.NaN;
  const decimals = to - point - 1;
  return decimals > 22 || to - from === 1 ? readSlowly(bytes, from, to) : mantissa / powersOfTen[decimals];
}

/** Negative numbers, exponents, many digits, and what is no number at all. */
function readSlowly(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString("latin1", from, to);
  return numberSyntax.test(text) ? Number(text) : Number.NaN;
}
