const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const largestExact = 900_719_925_474_099;
const numberSyntax = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads the decimal number in the bytes from `from` to `to`, rounded as `Number` rounds it, or NaN when they are not one
 * in full: empty cells, hexadecimal and "Infinity" are none. Up to 15 digits and 22 decimals go the short way: an exact
 * whole number divided once by an exact power of ten is correctly rounded (Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990).
 */
export function readNumber(bytes: Buffer, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at++;
  const digitsFrom = at;
  let mantissa = 0;
  let point = -1;
  for (; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) {
      if (mantissa > largestExact - 1) return readSlowly(bytes, from, to);
      mantissa = mantissa * 10 + digit;
    } else if (digit === -2 && point < 0) point = at;
    else return readSlowly(bytes, from, to);
  }
  const decimals = point < 0 ? 0 : to - point - 1;
  if (to - digitsFrom - (point < 0 ? 0 : 1) < 1 || decimals > 22) return readSlowly(bytes, from, to);
  const value = decimals === 0 ? mantissa : mantissa / powersOfTen[decimals];
  return negative ? -value : value;
}

function readSlowly(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString("latin1", from, to);
  return numberSyntax.test(text) ? Number(text) : Number.NaN;
}
