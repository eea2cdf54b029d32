import { normalProbability } from "../../core/chance/normal-probability";
import { correlationOf, pairMomentsOf } from "../statistics/pairs";
import { periodSharpe } from "./sharpe-ratio";

/** A difference of two Sharpe ratios of one period, and how sure it is. */
export interface SharpeDifference {
  readonly difference: number;
  /** Standard error of the difference. */
  readonly error: number;
  /** Two-sided p-value of no difference, by the normal distribution. */
  readonly pValue: number;
}

/**
 * Returns the test of Jobson and Korkie (1981) as Memmel (2003) corrected it: `V = [2 − 2ρ + ½(s₁² + s₂² − 2s₁s₂ρ²)]/n`.
 * It holds for independent normal returns only: see `studentizedInterval` for others. `null` if one side is flat, below
 * two returns, and for two series that are the same.
 */
export function jobsonKorkieMemmel(a: Float64Array, b: Float64Array): SharpeDifference | null {
  const [one, other] = [periodSharpe(a), periodSharpe(b)];
  const correlation = correlationOf(pairMomentsOf(a, b));
  if (one === null || other === null || correlation === null) return null;
  const [s1, s2] = [one.sharpe, other.sharpe];
  const mixed = s1 * s1 + s2 * s2 - 2 * s1 * s2 * correlation * correlation;
  const variance = (2 - 2 * correlation + mixed / 2) / a.length;
  // Of copies, what is left is rounding.
  if (!(variance * a.length > 1e-12)) return null;
  const difference = s1 - s2;
  const error = Math.sqrt(variance);
  return { difference, error, pValue: 2 * normalProbability(-Math.abs(difference) / error) };
}
