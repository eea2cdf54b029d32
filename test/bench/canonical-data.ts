import { writeFileSync } from "node:fs";

/** Bars of one symbol as columns. */
export interface Columns {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** mulberry32: uniform numbers from 0 (inclusive) to 1 (exclusive). */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The canonical bars: prices written with six decimals, the rounding not fed back; `interval` in milliseconds. */
export function canonicalColumns(length: number, seed: number, volatility: number, interval: number): Columns {
  const uniform = mulberry32(seed);
  const normal = () => {
    let u = uniform();
    while (u === 0) u = uniform();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniform());
  };
  const column = () => new Float64Array(length);
  const columns = {
    length,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  const start = Date.UTC(2020, 0, 1);
  let close = 100;
  for (let at = 0; at < length; at++) {
    const open = close * Math.exp(0.2 * volatility * normal());
    close = open * Math.exp(volatility * normal() - volatility ** 2 / 2);
    columns.time[at] = start + (at + 1) * interval;
    columns.open[at] = rounded(open);
    columns.close[at] = rounded(close);
    columns.high[at] = rounded(Math.max(open, close) * (1 + (volatility * uniform()) / 2));
    columns.low[at] = rounded(Math.min(open, close) * (1 - (volatility * uniform()) / 2));
    columns.volume[at] = Math.floor(1000 + 9000 * uniform());
  }
  return columns;
}

/** Writes columns as a CSV file with epoch times. */
export function writeCsv(path: string, columns: Columns): void {
  const { time, open, high, low, close, volume } = columns;
  const rows = Array.from(
    time,
    (at, row) => `${at},${open[row]},${high[row]},${low[row]},${close[row]},${volume[row]}`,
  );
  writeFileSync(path, `time,open,high,low,close,volume\n${rows.join("\n")}\n`);
}

function rounded(price: number): number {
  return Number(price.toFixed(6));
}
