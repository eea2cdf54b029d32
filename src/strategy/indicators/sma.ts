import { expected } from "../../core/checks";

/**
 * Returns the simple moving average of the last `period` values: their sum over `period`, or `undefined` if there are
 * fewer. Throws INVALID_OPTION unless `values` is a list and `period` is a whole number of at least 1.
 */
export function sma(values: ArrayLike<number>, period: number): number | undefined {
  if (!(Number.isInteger(period) && period >= 1))
    throw expected("period of sma", "a whole number of at least 1", period);
  if (!(typeof values?.length === "number"))
    throw expected("values of sma", "a list of numbers, such as history(symbol).close", values);
  if (values.length < period) return undefined;
  let sum = 0;
  for (let at = values.length - period; at < values.length; at++) sum += values[at];
  return sum / period;
}
