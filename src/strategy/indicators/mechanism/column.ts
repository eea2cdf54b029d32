import { expected } from "../../../core/checks";

/**
 * A whole column of numbers, one a bar, oldest first. Indicators of it are columns of the same length, `NaN` where a
 * value is missing. What `map`, `slice`, `subarray` and `filter` make of it is a column too.
 */
export class Column extends Float64Array {
  // Makes the type one of its own: a Float64Array is no Column.
  readonly #isColumn = true;

  /** Like that of any Float64Array; a function can also answer `true` and `false`, which become 1 and 0. */
  override map(callback: (value: number, row: number, values: this) => number | boolean): Made {
    return super.map(callback as (value: number, row: number, values: this) => number) as Made;
  }

  /** Like that of any Float64Array. */
  override slice(start?: number, end?: number): Made {
    return super.slice(start, end) as Made;
  }

  /** Like that of any Float64Array: it shares the numbers. */
  override subarray(begin?: number, end?: number): Column & ReturnType<Float64Array["subarray"]> {
    return super.subarray(begin, end) as Column & ReturnType<Float64Array["subarray"]>;
  }

  /** Like that of any Float64Array. */
  override filter(predicate: (value: number, row: number, values: this) => unknown): Made {
    return super.filter(predicate as (value: number, row: number, values: Float64Array) => unknown) as Made;
  }

  /** Whether a value is a column. */
  static is(value: unknown): value is Column {
    return typeof value === "object" && value !== null && #isColumn in value && value.#isColumn;
  }
}

/**
 * Returns a copy of a list of numbers as a column, of which indicators give whole series: `sma(column(closes), 10)`. In
 * functions of signals a list with a number for each bar is taken for one as it is.
 * `undefined` and `null` become `NaN`. Throws INVALID_OPTION unless `values` is a list of numbers.
 */
export function column(values: ArrayLike<number>): Column {
  if (typeof values !== "object" || typeof values?.length !== "number")
    throw expected("values of column", "a list of numbers", values);
  checkNumbers("values of column", values);
  const copy = new Column(values.length);
  for (let at = 0; at < values.length; at++) copy[at] = values[at] ?? Number.NaN;
  return copy;
}

/**
 * Throws INVALID_OPTION if one of the newest `count` values of a list is no number. `undefined` and `null` are missing
 * numbers.
 */
export function checkNumbers(name: string, values: ArrayLike<unknown>, count = Infinity): void {
  if (values instanceof Float64Array) return;
  for (let at = Math.max(0, values.length - count); at < values.length; at++) {
    const value = values[at];
    if (typeof value !== "number" && value !== undefined && value !== null)
      throw expected(`element ${at} of ${name}`, "a number", value);
  }
}

/** A result of a column. Of a value of type `any`, of which nobody knows whether it is one, it is `any` too. */
export type OfColumn<Given, Result> = 0 extends 1 & Given ? Given : Result;

// The second part is what the library says, which is another type in older compilers.
type Made = Column & ReturnType<Float64Array["map"]>;
