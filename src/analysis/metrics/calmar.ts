import { defined } from "./defined";

/**
 * Returns `CAGR / |maxDrawdown|` over the whole record. `null` without a drawdown or a CAGR.
 * Source: Young (1991), Calmar Ratio; there over 36 months.
 */
export function calmar(annualGrowth: number | null, maxDrawdown: number | null): number | null {
  if (annualGrowth === null || maxDrawdown === null || maxDrawdown === 0) return null;
  return defined(annualGrowth / Math.abs(maxDrawdown));
}
