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
    for (const { symbol, length } of this.#blocks) for (let row = 0; row < length; row++) lengths[symbol[row]]++;
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

  /** Returns the first `length` bars of a symbol, as copies that reach no further. */
  barsOf(symbol: string, place: number, length: number): SignalBars {
    const bars = { symbol, length };
    for (const key of keys) {
      let made: Column | undefined;
      Object.defineProperty(bars, key, {
        enumerable: true,
        get: () => {
          made ??= new Column(this.column(key, place).subarray(0, length));
          return made;
        },
      });
    }
    return bars as SignalBars;
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
