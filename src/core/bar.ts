/**
 * One price update of one symbol. `time` is the instant at which the bar is known, its end, in epoch milliseconds UTC.
 * A tick is a bar whose four prices are equal.
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
 * Bars as columns of one length, sorted by time and, within one time, by symbol. `symbol` holds positions in a list of
 * symbols that travels beside the columns.
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

/** All bars of one time: the rows `from` (inclusive) to `to` (exclusive) of some columns. */
export interface Step {
  readonly columns: BarColumns;
  readonly from: number;
  readonly to: number;
}
