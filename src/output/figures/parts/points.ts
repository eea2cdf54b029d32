/** Times of one series; the first `length` count. */
export interface Times {
  /** Epoch milliseconds UTC, never falling. */
  readonly time: Float64Array;
  readonly length: number;
}

/** A named curve. The arrays may be longer than `length`, and are not changed. */
export interface Series {
  readonly name: string;
  /** Epoch milliseconds UTC, never falling. */
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly length?: number;
}

/** Returns how many points a series has. */
export function lengthOf(series: Series): number {
  return series.length ?? series.time.length;
}
