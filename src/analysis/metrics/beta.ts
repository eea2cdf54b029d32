import { defined } from "./defined";
import { isFlat } from "./moments";
import type { PairMoments } from "./pairs";
import type { ReturnTerms } from "./terms";

/** Returns `cov(r, b) / var(b)`. `null` below two pairs and where the benchmark is flat. */
export function beta({ count, benchmark, products }: PairMoments): number | null {
  if (count < 2 || isFlat(benchmark)) return null;
  return defined(products / benchmark.squares);
}

/**
 * Returns Jensen's alpha of a year, `(1 + mean[(r − rf) − β(b − rf)])^N − 1`: a fraction. `null` below two pairs and
 * where the benchmark is flat. Source: Jensen (1968), The Performance of Mutual Funds in the Period 1945-1964.
 */
export function alpha(pairs: PairMoments, { periodsPerYear, riskFree }: ReturnTerms): number | null {
  const slope = beta(pairs);
  if (slope === null) return null;
  const perPeriod = pairs.own.mean - riskFree - slope * (pairs.benchmark.mean - riskFree);
  return defined(Math.expm1(periodsPerYear * Math.log1p(perPeriod)));
}
