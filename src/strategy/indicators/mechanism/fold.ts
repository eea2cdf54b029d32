/**
 * How an indicator is defined: it takes the values in one by one, oldest first, at a cost that does not depend on its
 * window. A value that is not a finite number is a missing one. It makes the results missing, but not for ever: as long
 * as it is in the window, and for an average over all values only where it stands.
 */
export interface Fold {
  /** Takes the next value in, and returns the newest result; `NaN` while there are not enough values. */
  push(value: number): number;
  /**
   * Takes all values in, having taken in none yet, and writes what `push` would return for each. Only for a fold that does
   * that faster than one by one.
   */
  series?(values: Float64Array, to: Float64Array): void;
}

/** The same for an indicator of two lists, such as a correlation. */
export interface PairFold {
  /** Takes the next pair of values in, and returns the newest result. */
  push(one: number, other: number): number;
}

/** The same for an indicator of bars. Columns that it does not need are `NaN`. */
export interface BarFold {
  /** Takes the next bar in, and returns the newest result. */
  push(high: number, low: number, close: number, volume: number): number;
}

/** Several results of one indicator, by name. They stand in the fold after each push, `NaN` where one is missing. */
export type Results<Name extends string> = Readonly<Record<Name, number>>;
