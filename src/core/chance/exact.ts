// `Math.exp` and `Math.log` may differ in the last bit from one build of V8 to another, and a path that is compounded from
// them with it. These use only operations that IEEE 754 rounds in one way: + - * / and the square root.

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);
/** Which of the two words holds sign and exponent. */
const high = (() => {
  double[0] = 1;
  return words[1] === 0 ? 0 : 1;
})();

// ln 2 in two parts, the first with trailing zeros, so that its multiples by an exponent are exact.
const [ln2High, ln2Low] = [0.6931471803691238, 1.9082149292705877e-10];
const shift = 2 ** 54;

/**
 * Returns e^x, at most 0.85 units in the last place from it. By x = k ln 2 + r, |r| <= ln 2 / 2, and the Taylor series of
 * e^r. Below -708 it is 0: there are no denormal results. Above 709.78 it is Infinity.
 */
export function exp(x: number): number {
  if (!(x >= -708)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Infinity;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const main = x - k * ln2High;
  const rest = k * ln2Low;
  const r = main - rest;
  const r2 = r * r;
  const r4 = r2 * r2;
  // 1/2 + r/6 + ... + r^11/13!, in pairs that do not wait for one another.
  const low = 1 / 2 + r / 6 + r2 * (1 / 24 + r * (1 / 120));
  const middle = 1 / 720 + r * (1 / 5040) + r2 * (1 / 40_320 + r * (1 / 362_880));
  const top = 1 / 3_628_800 + r * (1 / 39_916_800) + r2 * (1 / 479_001_600 + r * (1 / 6_227_020_800));
  const series = r2 * (low + r4 * (middle + r4 * top));
  return scaled(1 + (main - (rest - series)), k);
}

/**
 * Returns the natural logarithm of x, at most 0.85 units in the last place from it; NaN below zero. By x = 2^k m, m between
 * the square roots of 1/2 and 2, and ln m = 2 artanh((m - 1) / (m + 1)).
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  double[0] = x < 2.2250738585072014e-308 ? x * shift : x;
  let k = ((words[high] >>> 20) & 0x7ff) - 1022 - (x < 2.2250738585072014e-308 ? 54 : 0);
  words[high] = (words[high] & 0xfffff) | 0x3fe00000;
  let m = double[0];
  if (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  // 2/3 + 2/5 z + ... + 2/23 z^10.
  const low = 2 / 3 + z * (2 / 5) + z2 * (2 / 7 + z * (2 / 9));
  const middle = 2 / 11 + z * (2 / 13) + z2 * (2 / 15 + z * (2 / 17));
  const top = 2 / 19 + z * (2 / 21) + z2 * (2 / 23);
  const series = z * (low + z4 * (middle + z4 * top));
  const half = 0.5 * f * f;
  // ln(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + series)): the largest term is exact.
  return k * ln2High - (half - (s * (half + series) + k * ln2Low) - f);
}

/** Returns value * 2^k for a value between 1/2 and 2 and a result that is no denormal. */
function scaled(value: number, k: number): number {
  double[0] = value;
  words[high] += k << 20;
  return double[0];
}
