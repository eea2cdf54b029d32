import { quantile, shareAbove } from "../resampling/quantiles";

/** By how much one series is better than the baseline: in the returns, and in each resample of them. */
export interface Advantage {
  /** Metric of the series less that of the baseline; with the opposite sign where a lower metric is better. */
  readonly value: number;
  /** The same of each resample. */
  readonly resampled: Float64Array;
  /** Standard error of `value`, positive; 1 for all compares without studentising. */
  readonly error: number;
}

/**
 * At what each series' resamples are centred, so that they have no advantage: `upper` at its own advantage, which is valid
 * whatever is true; `consistent` leaves out those that are clearly worse than the baseline; `lower` those that are worse at all.
 */
export type Recentring = "lower" | "consistent" | "upper";

/** Which series beat the baseline. */
export interface StepwiseTest {
  /** Places of the series that are better, in no more than `alpha` of cases one that is not. */
  readonly superior: readonly number[];
  readonly rounds: readonly {
    readonly candidates: readonly number[];
    readonly critical: number;
    readonly superior: readonly number[];
  }[];
}

/**
 * Returns which series beat the baseline, by the stepwise test. Critical is the quantile `1 − alpha` (type 7) of the largest
 * recentred `(resampled − value)/error` of those left; what is above it is superior and goes, and the rest is tested again
 * until none is. The error is that of the returns in sample and resamples alike.
 * Source: Romano and Wolf (2005), Stepwise Multiple Testing as Formalized Data Snooping.
 */
export function stepwiseTest(
  advantages: readonly Advantage[],
  { alpha, recentring = "upper", periods = 0, known = (one) => one }: StepwiseOptions,
): StepwiseTest {
  const centres = advantages.map((one) => centreOf(one, recentring, periods));
  const rounds: { candidates: number[]; critical: number; superior: number[] }[] = [];
  let candidates = advantages.map((_, at) => at);
  while (candidates.length > 0) {
    const critical = quantile(maximaOf(advantages, centres, candidates).sort(), 1 - alpha);
    const superior = candidates.filter((at) => known(advantages[at].value / advantages[at].error) > critical);
    rounds.push({ candidates, critical, superior });
    if (superior.length === 0) break;
    candidates = candidates.filter((at) => !superior.includes(at));
  }
  return { superior: rounds.flatMap((round) => round.superior).sort((a, b) => a - b), rounds };
}

/** How a test against a baseline is done. */
export interface BaselineOptions {
  /** Default `"upper"`. */
  readonly recentring?: Recentring;
  /** Number of returns: what `consistent` calls clearly worse depends on it. */
  readonly periods?: number;
}

/** How the stepwise test is done. */
export interface StepwiseOptions extends BaselineOptions {
  readonly alpha: number;
  /** What a statistic would be if the errors were known, see `asNormal`. By default the statistic itself. */
  readonly known?: (statistic: number) => number;
}

/** Whether any series beats the baseline. */
export interface SuperiorAbility {
  readonly statistic: number;
  /** Share of resamples in which the largest advantage is above that of the returns, although none has any. */
  readonly pValue: number;
}

/**
 * Returns the test of superior predictive ability: `max(0, max_k value/error)` against the same of the recentred resamples.
 * `floor`: the least statistic, 0 in the paper; −Infinity leaves it as it is.
 * Source: Hansen (2005), A Test for Superior Predictive Ability.
 */
export function superiorAbility(
  advantages: readonly Advantage[],
  { recentring = "upper", periods = 0, floor = 0 }: BaselineOptions & { readonly floor?: number } = {},
): SuperiorAbility {
  const centres = advantages.map((one) => centreOf(one, recentring, periods));
  const all = advantages.map((_, at) => at);
  const statistic = advantages.reduce((most, { value, error }) => Math.max(most, value / error), floor);
  const maxima = maximaOf(advantages, centres, all).map((one) => Math.max(floor, one));
  return { statistic, pValue: shareAbove(maxima, statistic) };
}

function centreOf({ value, error }: Advantage, recentring: Recentring, periods: number): number {
  if (recentring === "upper") return value;
  if (recentring === "lower") return Math.max(value, 0);
  return value >= -error * Math.sqrt(2 * Math.log(Math.log(periods))) ? value : 0;
}

function maximaOf(advantages: readonly Advantage[], centres: readonly number[], chosen: readonly number[]) {
  const maxima = new Float64Array(advantages[0].resampled.length).fill(Number.NEGATIVE_INFINITY);
  for (const at of chosen) {
    const { resampled, error } = advantages[at];
    for (let draw = 0; draw < maxima.length; draw++)
      maxima[draw] = Math.max(maxima[draw], (resampled[draw] - centres[at]) / error);
  }
  return maxima;
}

/**
 * Returns the standard error of the mean of some numbers under the stationary bootstrap with mean block length `1/q`, in
 * closed form: `√(ω²/n)`, `ω² = γ_0 + 2 Σ κ_i γ_i` and `κ_i = (1 − i/n)(1 − q)^i + (i/n)(1 − q)^(n − i)`.
 * Source: Politis and Romano (1994), The Stationary Bootstrap.
 */
export function stationaryError(values: Float64Array, blockLength: number): number {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  const deviations = values.map((value) => value - mean);
  const stay = 1 - 1 / blockLength;
  const weights = new Float64Array(n);
  for (let lag = 0; lag < n; lag++) weights[lag] = (1 - lag / n) * stay ** lag + (lag / n) * stay ** (n - lag);
  // Both ends of the range of lags may matter, what lies between does not.
  const matters = (lag: number) => lag === 0 || weights[lag] >= 1e-18;
  const products = new Float64Array(lagsTogether);
  let variance = 0;
  for (let first = 0; first < n; first += lagsTogether) {
    const lags = Math.min(lagsTogether, n - first);
    if (!matters(first) && !matters(first + lags - 1)) continue;
    addProducts(deviations, first, products);
    for (let lag = first; lag < first + lags; lag++)
      if (matters(lag)) variance += ((lag === 0 ? 1 : 2 * weights[lag]) * products[lag - first]) / n;
  }
  return Math.sqrt(Math.max(0, variance) / n);
}

const lagsTogether = 4;

// Of four lags at once, each added up from the first product to the last.
function addProducts(deviations: Float64Array, lag: number, into: Float64Array): void {
  const all = Math.max(0, deviations.length - lag - 3);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0, later = lag; at < all; at++, later++) {
    const one = deviations[at];
    a += deviations[later] * one;
    b += deviations[later + 1] * one;
    c += deviations[later + 2] * one;
    d += deviations[later + 3] * one;
  }
  const ends = [a, b, c, d];
  for (const [more, sum] of ends.entries()) {
    into[more] = sum;
    for (let at = all; at + lag + more < deviations.length; at++)
      into[more] += deviations[at + lag + more] * deviations[at];
  }
}
