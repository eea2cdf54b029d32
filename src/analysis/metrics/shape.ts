import { defined } from "./defined";
import { isFlat, type Moments } from "./moments";

/** Returns the population skewness g1, `m3 / m2^1.5`. `null` below three returns and at zero variance. */
export function skewness(returns: Moments): number | null {
  const { count, squares, cubes } = returns;
  if (count < 3 || isFlat(returns)) return null;
  return defined(cubes / count / (squares / count) ** 1.5);
}

/**
 * Returns the population excess kurtosis g2, `m4/m2² − 3`: 0 of a normal distribution. `null` below four returns and at
 * zero variance. The probabilistic Sharpe ratio takes the raw one, 3 higher.
 */
export function excessKurtosis(returns: Moments): number | null {
  const { count, squares, fourths } = returns;
  if (count < 4 || isFlat(returns)) return null;
  return defined(fourths / count / (squares / count) ** 2 - 3);
}
