/**
 * Returns the simple moving average of the last `period` values: their sum over `period`, or `undefined` when there are
 * fewer. `period` is a whole number from 1.
 */
export function sma(values: ArrayLike<number>, period: number): number | undefined {
  if (values.length < period) return undefined;
  let sum = 0;
  for (let at = values.length - period; at < values.length; at++) sum += values[at];
  return sum / period;
}
