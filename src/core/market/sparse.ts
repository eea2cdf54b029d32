import { dayLength } from "../days";
import type { BarColumns } from "./bar";

/** Holidays may bring weekly bars a day closer. */
const leastGap = 5.5 * dayLength;

/**
 * Returns the places of the symbols whose rows, from `from` on, are mostly six days apart or more: their bars are longer
 * than a day. It takes two rows at least.
 */
export function sparsePlaces({ time, symbol, length }: BarColumns, symbols: number, from = 0): number[] {
  const close = new Float64Array(symbols);
  const rows = new Float64Array(symbols);
  const last = new Float64Array(symbols).fill(Number.NaN);
  for (let row = from; row < length; row++) {
    const place = symbol[row];
    rows[place]++;
    if (time[row] - last[place] < leastGap) close[place]++;
    last[place] = time[row];
  }
  return Array.from(rows.keys()).filter((place) => rows[place] > 1 && close[place] * 2 < rows[place]);
}
