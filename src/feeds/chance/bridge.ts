import { exp, log } from "../../core/chance/exact";

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
// Deviations between the ends from which on one image of the path is enough, and the path is a straight line.
const [far, straight] = [8, 1e9];

/**
 * Draws the lowest and highest value of a Brownian motion that begins at 0, ends at `end` and has the variance `variance`
 * between, with their joint law given the end: the maximum by inversion of P(M > b) = exp(-2 b (b - end) / variance), the
 * minimum by inversion of its law given that maximum, which comes from Feller's series of the joint one (Feller, 1951;
 * Borodin and Salminen, "Handbook of Brownian Motion", 1.15.8). `p` and `q` are two uniform numbers.
 */
export function drawExtremes(end: number, variance: number, p: number, q: number, into: Extremes): void {
  const scale = Math.sqrt(variance);
  const way = Math.abs(end) / scale;
  into.high = Math.max(0, end);
  into.low = Math.min(0, end);
  if (!(way < straight)) return;
  // Both extremes as distances from the end that they are nearer to.
  const above = excess(way, log(p));
  into.high += above * scale;
  into.low -= depthGiven(way, above, q) * scale;
}

/** The distance from the nearer end whose probability of being exceeded has the logarithm `logP`. */
function excess(way: number, logP: number): number {
  return -logP / (way + Math.sqrt(way * way - 2 * logP));
}

/** Finds m of P(path stays above the lower end less m | maximum) = q, by Newton's steps within a bracket that shrinks. */
function depthGiven(way: number, above: number, q: number): number {
  let low = 0;
  let high = Infinity;
  // What it would be if the maximum told nothing of the minimum.
  let m = excess(way, log(1 - q));
  for (let step = 0; step < mostSteps; step++) {
    if (way < far) lawAt(m, way, above);
    else lawFar(m, way, above);
    const error = law.probability - q;
    if (error > 0) high = m;
    else low = m;
    // In a narrow band there is no slope.
    let next = m - error / law.density;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * m - low + 0.1 : (low + high) / 2;
    const isLast = Math.abs(next - m) <= lastStep * next;
    m = next;
    if (isLast) break;
  }
  return m;
}

const law = { probability: 0, density: 0 };

/**
 * Finds the probability that a bridge of variance 1 over `way` stays above its lower end less m, given that its maximum is
 * its upper end and `above`, and its derivative by m. It depends on both ends alike, so that the bridge may rise. Terms are
 * those of the series of P(-m < path < b), differentiated by b and divided by the density of the maximum, which is the first.
 */
function lawAt(m: number, way: number, above: number): void {
  const b = way + above;
  const w = b + m;
  law.probability = law.density = 0;
  if (w < narrowest) return;
  const base = 2 * b * above;
  let sum = 0;
  let slope = 0;
  for (let k = 1; ; k++) {
    // The images of the path in both walls: at k w, -k w, b + k w and b - (k + 1) w.
    const distance = k * w;
    const right = 2 * distance - way;
    const left = 2 * distance + way;
    const over = 2 * (b + distance) - way;
    const under = 2 * (distance + m) + way;
    const t1 = weight(base - 2 * distance * (distance - way));
    const t2 = weight(base - 2 * distance * (distance + way));
    if (t1 + t2 === 0) break;
    const t3 = weight(base - 2 * (b + distance) * (b + distance - way));
    const t4 = weight(base - 2 * (distance + m) * (distance + m + way));
    sum += 2 * (1 + k) * over * t3 + 2 * k * (under * t4 - right * t1 - left * t2);
    slope += 4 * k * k * ((right * right - 1) * t1 + (left * left - 1) * t2);
    slope -= 4 * k * (k + 1) * ((over * over - 1) * t3 + (under * under - 1) * t4);
  }
  const first = 2 * (b + above);
  law.probability = 1 + sum / first;
  law.density = slope / first;
}

/** The same where the ends are far apart: only the nearest image counts, and its exponent is no difference of large numbers. */
function lawFar(m: number, way: number, above: number): void {
  const span = 2 * above + way;
  const t = weight(-2 * m * (m + span));
  const part = 1 + (2 * m) / span;
  law.probability = 1 - part * t;
  law.density = (2 * part * (2 * m + span) - 2 / span) * t;
}

function weight(exponent: number): number {
  return exponent < leastExponent ? 0 : exp(exponent);
}
