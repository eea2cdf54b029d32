import type { BarColumns } from "../../core/market/bar";
import * as indicators from "../indicators/index";
import { Column } from "../indicators/index";
import { areSame, viewOf } from "../indicators/mechanism/series-memory";
import type { SignalBars } from "../signals";

const keys = ["time", "open", "high", "low", "close", "volume"] as const;
type Key = (typeof keys)[number];

/** A split of the symbol in a place: its bars later than an instant have `ratio` times as many shares. */
export interface ColumnSplit {
  readonly place: number;
  /** Epoch milliseconds UTC. */
  readonly after: number;
  readonly ratio: number;
}

/** How copies of columns are given to several runs. */
interface Sharing {
  /** Whether the run is known to write into no list that it is given. */
  readonly leavesLists: boolean;
}

interface Lent {
  readonly copy: Column;
  /** Whether the run that has it writes into no list. */
  readonly isLeft: boolean;
}

/**
 * The bars of a run, symbol by symbol, as whole columns. Columns are made when they are first asked for. All are in the
 * shares of the symbol's first bar, so that a split is no jump, and no row depends on a later one: after splits with a
 * product of ratios r, prices are multiplied by r and volumes divided by it.
 */
export class WholeColumns {
  /** Bars of each symbol. */
  readonly lengths: readonly number[];
  readonly #blocks: readonly BarColumns[];
  readonly #splits: readonly ColumnSplit[];
  readonly #made = new Map<Key, readonly Float64Array[]>();
  // By the place of a symbol: whole copies that runs are given one after the other.
  readonly #lent: Partial<Record<Key, Lent>>[] = [];

  /** `splits`: those of the symbols, ascending. */
  constructor(blocks: Iterable<BarColumns>, symbols: number, splits: readonly ColumnSplit[] = []) {
    this.#splits = splits;
    this.#blocks = [...blocks];
    const lengths = new Array<number>(symbols).fill(0);
    if (symbols === 1) for (const block of this.#blocks) lengths[0] += block.length;
    else for (const { symbol, length } of this.#blocks) for (let row = 0; row < length; row++) lengths[symbol[row]]++;
    this.lengths = lengths;
  }

  /** Returns how many shares one of the first bar of the symbol in a place has become at a time. */
  sharesAt(place: number, time: number): number {
    let shares = 1;
    for (const split of this.#splitsOf(place)) if (time > split.after) shares *= split.ratio;
    return shares;
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

  /**
   * Returns the first `length` bars of a symbol, as copies that reach no further. `sharing`: whole copies that were given to a run
   * before can be given again, if it left them as they were, which needs no look if none of the runs writes into lists.
   */
  barsOf(symbol: string, place: number, length: number, sharing?: Sharing): SignalBars {
    const bars = { symbol, length };
    for (const key of keys) {
      let made: Column | undefined;
      Object.defineProperty(bars, key, {
        enumerable: true,
        get: () => {
          made ??= sharing ? this.#again(key, place, sharing) : this.#copy(key, place, length);
          return made;
        },
      });
    }
    return bars as SignalBars;
  }

  #again(key: Key, place: number, { leavesLists }: Sharing): Column {
    this.#lent[place] ??= {};
    const lent = this.#lent[place];
    const known = lent[key];
    const isFit = known !== undefined && (known.isLeft || this.#isAsMade(known.copy, key, place));
    const copy = isFit ? known.copy : this.#copy(key, place, this.lengths[place]);
    lent[key] = { copy, isLeft: leavesLists };
    return viewOf(copy);
  }

  #isAsMade(copy: Column, key: Key, place: number): boolean {
    if (copy.length !== this.lengths[place]) return false;
    if (!this.#isInBlocks(key)) return areSame(copy, this.column(key, place));
    let end = 0;
    return this.#blocks.every((block) => {
      const from = end;
      end += block.length;
      return areSame(copy.subarray(from, end), block[key].subarray(0, block.length));
    });
  }

  // The only symbol's column is in the blocks already.
  #isInBlocks(key: Key): boolean {
    return this.lengths.length === 1 && !this.#made.has(key) && this.#splits.length === 0;
  }

  // Of splits before its first bar, a symbol knows nothing.
  #splitsOf(place: number): readonly ColumnSplit[] {
    if (this.#splits.length === 0) return this.#splits;
    const [first] = this.column("time", place);
    return this.#splits.filter((split) => split.place === place && first <= split.after);
  }

  #rescale(key: Key, columns: readonly Float64Array[]): void {
    if (key === "time") return;
    for (const [place, values] of columns.entries()) {
      const time = this.column("time", place);
      for (const { after, ratio } of this.#splitsOf(place))
        for (let at = values.length - 1; at >= 0 && time[at] > after; at--)
          values[at] = key === "volume" ? values[at] / ratio : values[at] * ratio;
    }
  }

  #copy(key: Key, place: number, length: number): Column {
    if (!this.#isInBlocks(key)) return new Column(this.column(key, place).subarray(0, length));
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
    if (this.#splits.length > 0) this.#rescale(key, columns);
    return columns;
  }
}

/** Every indicator, as a part of what functions of signals are called with. */
export const allIndicators = Object.fromEntries(Object.entries(indicators).filter(([name]) => name !== "Column"));
