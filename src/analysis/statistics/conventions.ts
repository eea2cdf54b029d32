/** What a metric of returns needs besides the returns. */
export interface ReturnConventions {
  /** Returns per year, `N`. */
  readonly periodsPerYear: number;
  /** Risk-free return of one period, a fraction. */
  readonly riskFree: number;
  /** Returns per year by which growth is annualized, if these are those of the years that passed; else `periodsPerYear`. */
  readonly growthPerYear?: number;
}

/** Returns the risk-free return of one period, `(1 + annual)^(1/N) − 1`. */
export function riskFreePerPeriod(annual: number, periodsPerYear: number): number {
  return Math.expm1(Math.log1p(annual) / periodsPerYear);
}
