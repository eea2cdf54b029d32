import type { BarColumns } from "../../../src/core/market/bar";

/** Returns bars of one symbol at some times, all with the price 1. */
export function barColumns(times: readonly number[]): BarColumns {
  const ones = () => new Float64Array(times.length).fill(1);
  return {
    length: times.length,
    time: Float64Array.from(times),
    symbol: new Uint16Array(times.length),
    open: ones(),
    high: ones(),
    low: ones(),
    close: ones(),
    volume: ones(),
  };
}
