import type { BarColumns } from "../../core/market/bar";
import * as indicators from "../indicators/index";
import { Column } from "../indicators/index";
import type { SignalBars } from "../signals";

const keys = ["time", "open", "high", "low", "close", "volume"] as const;
type Key = (typeof keys)[number];

/** The bars of a run, symbol by symbol, as whole columns. Columns are made when they are first asked for. */
export class WholeColumns {
  /** Bars of each symbol. */
  readonly lengths: readonly number[];
  readonly #blocks: readonly BarColumns[];
  readonly #made = new Map<Key, readonly Float64Array[]>();

  constructor(blocks: Iterable<BarColumns>, symbols: number) {
    this.#blocks = [...blocks];
    const lengths = new Array<number>(symbols).fill(0);
    if (symbols === 1) for (const block of this.#blocks) lengths[0] += block.length;
    else for (const { symbol, length } of this.#blocks) for (let row = 0; row < length; row++) lengths[symbol[row]]++;
    this.lengths = lengths;
  }

  /** Returns a column of the symbol in a place. It is not to be changed. */
  column(key: Key, place: number): Float64Array {
    let columns = this.#made.get(key);
    if (columns === undefined) {
      columns = this.#gathered(key);
      this.#made.set(key, columns);
    }
    return columns[place];
  }

  /** Returns the times of some bars of the symbol in a place, which are given ascending. */
  timesOf(place: number, bars: Uint32Array): Float64Array {
    const times = new Float64Array(bars.length);
    if (this.lengths.length > 1) {
      const column = this.column("time", place);
      for (let at = 0; at < bars.length; at++) times[at] = column[bars[at]];
      return times;
    }
    let at = 0;
    let start = 0;
    for (const { time, length } of this.#blocks) {
      for (; at < bars.length && bars[at] < start + length; at++) times[at] = time[bars[at] - start];
      start += length;
    }
    return times;
  }

  /** Returns the first `length` bars of a symbol, as copies that reach no further. */
  barsOf(symbol: string, place: number, length: number): SignalBars {
    const bars = { symbol, length };
    for (const key of keys) {
      let made: Column | undefined;
      Object.defineProperty(bars, key, {
        enumerable: true,
        get: () => {
          made ??= this.#copy(key, place, length);
          return made;
        },
      });
    }
    return bars as SignalBars;
  }

  #copy(key: Key, place: number, length: number): Column {
    if (this.lengths.length > 1 || this.#made.has(key)) return new Column(this.column(key, place).subarray(0, length));
    // The only symbol's column is in the blocks already.
    const copy = new Column(length);
    let end = 0;
    for (const block of this.#blocks) {
      const count = Math.min(block.length, length - end);
      copy.set(block[key].subarray(0, count), end);
      end += count;
    }
    return copy;
  }

  #gathered(key: Key): readonly Float64Array[] {
    const columns = this.lengths.map((length) => new Float64Array(length));
    const [only] = columns;
    const ends = new Uint32Array(columns.length);
    for (const block of this.#blocks) {
      const values = block[key];
      if (columns.length === 1) only.set(values, ends[0]);
      else
        for (let row = 0; row < block.length; row++)
          columns[block.symbol[row]][ends[block.symbol[row]]++] = values[row];
      if (columns.length === 1) ends[0] += block.length;
    }
    return columns;
  }
}

/** Every indicator, as a part of what functions of signals are called with. */
export const allIndicators = Object.fromEntries(Object.entries(indicators).filter(([name]) => name !== "Column"));
