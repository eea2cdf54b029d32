import type { Bar, BarColumns } from "../../src/core/market/bar";

/** Milliseconds of a minute and of a day. */
export const minute = 60_000;
export const day = 86_400_000;
/** Midnight UTC of Monday, 2024-01-01: the start of the first bar unless a test says otherwise. */
export const start = 1_704_067_200_000;

/** One bar: `[open, high, low, close]` with a volume of a million, `[..., volume]`, or one price for all four. */
export type Prices = number | readonly [open: number, high: number, low: number, close: number, volume?: number];

/** Consecutive bars of one symbol; `undefined` leaves one out. `first` is the end of the first bar. */
export function bars(
  symbol: string,
  rows: readonly (Prices | undefined)[],
  { interval = day, first = start + interval }: { interval?: number; first?: number } = {},
): Bar[] {
  return rows.flatMap((row, at) => (row === undefined ? [] : [barOf(symbol, first + at * interval, row)]));
}

/** Bars as columns, sorted by time and then by index of the symbol in `symbols`. */
export function columnsOf(rows: readonly Bar[], symbols: readonly string[]): BarColumns {
  const sorted = [...rows].sort((a, b) => a.time - b.time || symbols.indexOf(a.symbol) - symbols.indexOf(b.symbol));
  return columnsAsGiven(sorted, symbols);
}

/** Bars as columns in the order given. */
export function columnsAsGiven(rows: readonly Bar[], symbols: readonly string[]): BarColumns {
  return {
    length: rows.length,
    time: Float64Array.from(rows, (bar) => bar.time),
    symbol: Uint16Array.from(rows, (bar) => symbols.indexOf(bar.symbol)),
    open: Float64Array.from(rows, (bar) => bar.open),
    high: Float64Array.from(rows, (bar) => bar.high),
    low: Float64Array.from(rows, (bar) => bar.low),
    close: Float64Array.from(rows, (bar) => bar.close),
    volume: Float64Array.from(rows, (bar) => bar.volume),
  };
}

function barOf(symbol: string, time: number, row: Prices): Bar {
  const [open, high, low, close, volume = 1e6] = typeof row === "number" ? [row, row, row, row] : row;
  return { symbol, time, open, high, low, close, volume };
}
