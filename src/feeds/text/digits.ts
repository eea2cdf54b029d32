const zero = 48;

/** Returns the number that two digits are, or NaN. */
export function twoDigits(bytes: Buffer, at: number): number {
  const first = bytes[at] - zero;
  const second = bytes[at + 1] - zero;
  return first >= 0 && first <= 9 && second >= 0 && second <= 9 ? first * 10 + second : Number.NaN;
}

/** Returns where the digits that begin at `from` end, at most `to`. */
export function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] >= zero && bytes[at] <= zero + 9) at++;
  return at;
}

/** Returns the thousandths that up to three digits behind a point are; further ones are cut. */
export function thousandths(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let place = 0; place < 3; place++) value = value * 10 + (from + place < to ? bytes[from + place] - zero : 0);
  return value;
}

/** Returns the number that some digits are, as many as there may be in a date. */
export function shortNumber(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + bytes[at] - zero;
  return value;
}
