import { defined } from "./defined";

/** Returns `Π(1 + r) − 1`, a fraction; `null` without a return. */
export function totalReturn(returns: Float64Array): number | null {
  if (returns.length === 0) return null;
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + returns[i];
  return defined(growth - 1);
}

/** Returns last level over first, minus 1: a fraction; `null` below two levels and where the first is not positive. */
export function totalReturnOfLevels(levels: Float64Array): number | null {
  if (levels.length < 2 || !(levels[0] > 0)) return null;
  return defined(levels[levels.length - 1] / levels[0] - 1);
}
