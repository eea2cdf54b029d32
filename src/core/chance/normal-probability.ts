import { exp } from "./exact";

// Where the series would begin to lose digits of a small probability.
const seriesEnd = 2.5;
const terms = 60;
const rootOfTwoPi = 2.5066282746310002;

/**
 * Returns the probability that a standard normal variable is below x, to about 14 digits in either tail. Near 0 by the
 * series of Marsaglia (2004), Evaluating the Normal Distribution; further out by Laplace's continued fraction of the tail.
 */
export function normalProbability(x: number): number {
  if (Number.isNaN(x)) return x;
  const distance = Math.abs(x);
  if (distance >= seriesEnd) return x < 0 ? upperTail(distance) : 1 - upperTail(distance);
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-18 && n < 200; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

function density(x: number): number {
  return exp((-x * x) / 2) / rootOfTwoPi;
}

// phi(x) / (x + 1/(x + 2/(x + 3/(x + ...)))), from its end.
function upperTail(x: number): number {
  let fraction = x;
  for (let n = terms + Math.ceil(600 / (x * x)); n > 0; n--) fraction = x + n / fraction;
  return density(x) / fraction;
}
