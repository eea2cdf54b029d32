import type { Bar, BarColumns } from "../../core/market/bar";

/** The names of the arrays of `BarColumns`. */
export const columnKeys = ["time", "symbol", "open", "high", "low", "close", "volume"] as const;

/** What a bar has beside its time and symbol. */
type Prices = Pick<Bar, "open" | "high" | "low" | "close" | "volume">;

/** Returns columns of zeros. */
export function emptyColumns(length: number): BarColumns {
  const column = () => new Float64Array(length);
  const [time, open, high, low, close, volume] = Array.from({ length: 6 }, column);
  return { length, time, symbol: new Uint16Array(length), open, high, low, close, volume };
}

/** Returns a view of the rows `from` to `to` of some columns; nothing is copied. */
export function viewOf(columns: BarColumns, from: number, to: number): BarColumns {
  return {
    length: to - from,
    time: columns.time.subarray(from, to),
    symbol: columns.symbol.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
  };
}

/** Returns a copy of some columns without any slack behind them. */
export function copyOf(columns: BarColumns): BarColumns {
  const copy = emptyColumns(columns.length);
  for (const key of columnKeys) copy[key].set(columns[key]);
  return copy;
}

/** Writes a bar of the symbol in a place into a row of some columns. */
export function putBar(columns: BarColumns, row: number, time: number, place: number, bar: Prices): void {
  columns.time[row] = time;
  columns.symbol[row] = place;
  columns.open[row] = bar.open;
  columns.high[row] = bar.high;
  columns.low[row] = bar.low;
  columns.close[row] = bar.close;
  columns.volume[row] = bar.volume;
}

/** Copies one row of some columns into a row of others. */
export function copyRow(from: BarColumns, row: number, to: BarColumns, at: number): void {
  to.time[at] = from.time[row];
  to.symbol[at] = from.symbol[row];
  to.open[at] = from.open[row];
  to.high[at] = from.high[row];
  to.low[at] = from.low[row];
  to.close[at] = from.close[row];
  to.volume[at] = from.volume[row];
}
