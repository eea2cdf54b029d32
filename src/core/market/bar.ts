/**
 * One price update of one symbol. `time` is the end of the bar, when it is known, in epoch milliseconds UTC. A tick is
 * a bar whose four prices are equal.
 */
export interface Bar {
  readonly symbol: string;
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/**
 * Bars as columns of one length, sorted by time and then by symbol. `symbol` holds indices of a list of symbols that
 * is passed along with the columns.
 */
export interface BarColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly symbol: Uint16Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Returns the bar in one row. `symbols` is the list that the columns' symbols are indices of. */
export function barAt(columns: BarColumns, row: number, symbols: readonly string[]): Bar {
  return {
    symbol: symbols[columns.symbol[row]],
    time: columns.time[row],
    open: columns.open[row],
    high: columns.high[row],
    low: columns.low[row],
    close: columns.close[row],
    volume: columns.volume[row],
  };
}
