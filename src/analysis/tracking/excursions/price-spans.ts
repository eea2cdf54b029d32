import { countUntil } from "../../../core/ascending";
import type { BarColumns } from "../../../core/market/bar";

/** The bars of one symbol, by time: as many values in each column as there are bars, or more. */
export type PriceBars = Pick<BarColumns, "length" | "time" | "open" | "high" | "low" | "close">;

/** A split of a symbol's shares, as far as prices depend on it. */
export interface Rescaling {
  /** Epoch milliseconds UTC of its step, whose bar is already in the new shares. */
  readonly time: number;
  /** New shares for each old one. */
  readonly ratio: number;
}

// Each level has the extremes of so many of the level below.
const WIDTH = 32;

/**
 * The bars of one symbol, of which the highest and lowest price between any two are found in a few dozen steps, and prices are
 * told in the shares of any time. `rescalings`: its splits, by time.
 */
export class PriceSpans {
  readonly bars: PriceBars;
  readonly #rescalings: readonly Rescaling[];
  // Highs, and lows with their sign turned, in the shares of the end.
  readonly #highs: Float64Array[];
  readonly #lows: Float64Array[];

  constructor(bars: PriceBars, rescalings: readonly Rescaling[]) {
    this.bars = bars;
    this.#rescalings = rescalings;
    this.#highs = levelsOf(this.#inLastShares(bars.high));
    this.#lows = levelsOf(this.#inLastShares(bars.low).map((low) => -low));
  }

  /** Returns how many shares of the end one of a time has become. */
  factorAt(time: number): number {
    let factor = 1;
    for (const { time: at, ratio } of this.#rescalings) if (at > time) factor *= ratio;
    return factor;
  }

  /** Returns how many bars are at or before a time. */
  countUntil(time: number): number {
    return countUntil(this.bars.time, time, this.bars.length);
  }

  /** Returns the row of the bar of a time, or -1. */
  rowAt(time: number): number {
    const row = this.countUntil(time) - 1;
    return row >= 0 && this.bars.time[row] === time ? row : -1;
  }

  /** Returns the highest price of the rows `from` to `to` (exclusive) in the shares of the end; minus infinity of none. */
  highest(from: number, to: number): number {
    return greatest(this.#highs, from, to);
  }

  /** Returns the lowest price of the rows `from` to `to` (exclusive) in the shares of the end; infinity of none. */
  lowest(from: number, to: number): number {
    return -greatest(this.#lows, from, to);
  }

  #inLastShares(values: Float64Array): Float64Array {
    const { time, length } = this.bars;
    const taken = values.slice(0, length);
    for (const { time: at, ratio } of this.#rescalings)
      for (let row = 0; row < length && time[row] < at; row++) taken[row] /= ratio;
    return taken;
  }
}

function levelsOf(values: Float64Array): Float64Array[] {
  const levels = [values];
  for (let below = values; below.length >= WIDTH; below = levels[levels.length - 1]) {
    const level = new Float64Array(Math.floor(below.length / WIDTH));
    for (let block = 0; block < level.length; block++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let at = block * WIDTH; at < (block + 1) * WIDTH; at++) if (below[at] > most) most = below[at];
      level[block] = most;
    }
    levels.push(level);
  }
  return levels;
}

function greatest(levels: readonly Float64Array[], from: number, to: number): number {
  let most = Number.NEGATIVE_INFINITY;
  let [first, end] = [from, to];
  for (let level = 0; first < end; level++) {
    const values = levels[level];
    for (; first < end && first % WIDTH !== 0; first++) if (values[first] > most) most = values[first];
    for (; first < end && end % WIDTH !== 0; end--) if (values[end - 1] > most) most = values[end - 1];
    first /= WIDTH;
    end /= WIDTH;
  }
  return most;
}
