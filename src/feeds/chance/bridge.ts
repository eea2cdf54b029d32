import { exp, log } from "./exact";

/** Extremes of a path, as distances from its beginning: `low` <= 0 <= `high`. */
export interface Extremes {
  low: number;
  high: number;
}

// Terms of the series with smaller exponents weigh less than 1e-11.
const leastExponent = -26;
// Newton's steps square the error: behind one of this size it is about 1e-12.
const lastStep = 1e-6;
const mostSteps = 60;
// No path stays within a band this narrow with a probability that is ever drawn, exp(-pi^2 / (2 * 0.3^2)).
const narrowest = 0.3;

/**
 * Draws the lowest and highest value of a Brownian motion that begins at 0, ends at `end` and has the variance `variance`
 * between, with their joint law given the end: the maximum by inversion of P(M > b) = exp(-2 b (b - end) / variance), the
 * minimum by inversion of its law given that maximum, which comes from Feller's series of the joint one (Feller, 1951;
 * Borodin and Salminen, "Handbook of Brownian Motion", 1.15.8). `p` and `q` are two uniform numbers.
 */
export function drawExtremes(end: number, variance: number, p: number, q: number, into: Extremes): void {
  if (!(variance > 0)) {
    into.low = Math.min(0, end);
    into.high = Math.max(0, end);
    return;
  }
  const scale = Math.sqrt(variance);
  const x = end / scale;
  const b = extremeAt(x, log(p));
  into.high = b * scale;
  into.low = -depthGiven(x, b, q) * scale;
}

/** The distance of an extreme from the beginning whose probability of being exceeded has the logarithm `logP`. */
function extremeAt(x: number, logP: number): number {
  return (x + Math.sqrt(x * x - 2 * logP)) / 2;
}

/** Finds n of P(min > -n | max = b) = q, by Newton's steps within a bracket that shrinks. */
function depthGiven(x: number, b: number, q: number): number {
  let [low, high] = [Math.max(0, -x), Infinity];
  // What it would be if the maximum told nothing of the minimum.
  let n = extremeAt(-x, log(1 - q));
  for (let step = 0; step < mostSteps; step++) {
    lawAt(n, x, b);
    const error = law.probability - q;
    if (error > 0) high = n;
    else low = n;
    // In a narrow band there is no slope.
    let next = n - error / law.density;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * n - low + 0.1 : (low + high) / 2;
    const isLast = Math.abs(next - n) <= lastStep * (1 + n);
    n = next;
    if (isLast) break;
  }
  return n;
}

const law = { probability: 0, density: 0 };

/**
 * Finds P(min > -n | max = b) and its derivative by n, for a bridge from 0 to x of variance 1. Terms are those of the
 * series of P(-n < path < b), differentiated by b and divided by the density of the maximum, of which the first term is 1.
 */
function lawAt(n: number, x: number, b: number): void {
  const w = b + n;
  law.probability = law.density = 0;
  if (w < narrowest) return;
  const base = 2 * b * (b - x);
  let [sum, slope] = [0, 0];
  for (let k = 1; ; k++) {
    // The images of the path in both walls: at k w, -k w, b + k w and b - (k + 1) w.
    const far = k * w;
    const [right, left, above, below] = [2 * far - x, 2 * far + x, 2 * (b + far) - x, 2 * (far + n) + x];
    const t1 = weight(base - 2 * far * (far - x));
    const t2 = weight(base - 2 * far * (far + x));
    if (t1 + t2 === 0) break;
    const t3 = weight(base - 2 * (b + far) * (b + far - x));
    const t4 = weight(base - 2 * (far + n) * (far + n + x));
    sum += 2 * (1 + k) * above * t3 + 2 * k * (below * t4 - right * t1 - left * t2);
    slope += 4 * k * k * ((right * right - 1) * t1 + (left * left - 1) * t2);
    slope -= 4 * k * (k + 1) * ((above * above - 1) * t3 + (below * below - 1) * t4);
  }
  const first = 2 * (2 * b - x);
  law.probability = 1 + sum / first;
  law.density = slope / first;
}

function weight(exponent: number): number {
  return exponent < leastExponent ? 0 : exp(exponent);
}
