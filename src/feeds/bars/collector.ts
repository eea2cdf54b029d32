import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { columnKeys, copyOf, copyRow, emptyColumns, viewOf } from "./columns";
import { mergeBySymbol } from "./merge";
import { arrange, type Disorder, disorderOf, type OrderRule } from "./order";

/** Most symbols that one feed can hold. */
const mostSymbols = 65_536;
/** How far a high or low may be off by the last digits of sums and products, as a fraction. */
const roundingError = 1e-12;

/** A place in a `BarCollector` to which it can be rewound. */
export interface CollectorMark {
  readonly length: number;
  readonly sorted: boolean;
  readonly ordered: boolean;
  readonly symbols: number;
  readonly rounded: number;
  readonly lastTimes: Float64Array;
}

/**
 * Columns that grow bar by bar. Bars of one symbol that do not come in the order of time must be arranged before the next
 * table; symbols may follow each other in any way.
 */
export class BarCollector {
  /** Symbols in the order of their places. */
  readonly symbols: string[] = [];
  /** Symbols that were asked for but are not wanted. */
  readonly others = new Set<string>();
  length = 0;
  /** Bars whose high or low was off by a rounding error. */
  rounded = 0;
  readonly #places = new Map<string, number>();
  readonly #fixed: boolean;
  readonly #rounds: boolean;
  // Prices are above it.
  readonly #floor: number;
  #columns = emptyColumns(0);
  #lastTimes: Float64Array = new Float64Array(16).fill(-Infinity);
  #sorted = true;
  #ordered = true;
  #resort = false;

  /**
   * With `wanted`, only bars of those symbols, in that order. Without `rounds`, a bar whose high or low is off by a rounding
   * error is bad, as it was before. With `allowsNegative`, prices may be at or below zero.
   */
  constructor(wanted?: readonly string[], rounds = true, allowsNegative = false) {
    this.#rounds = rounds;
    this.#floor = allowsNegative ? Number.NEGATIVE_INFINITY : 0;
    this.#fixed = wanted !== undefined;
    for (const symbol of wanted ?? []) this.#enter(symbol);
  }

  /** Returns the place of a symbol, which is entered if it is new; -1 where it is not wanted. */
  placeOf(symbol: string): number {
    const place = this.#places.get(symbol);
    if (place !== undefined) return place;
    if (!this.#fixed) return this.#enter(symbol);
    this.others.add(symbol);
    return -1;
  }

  /** Returns whether there are bars of the symbol in a place. */
  has(place: number): boolean {
    return this.#lastTimes[place] !== -Infinity;
  }

  /** The bars taken so far, in the order in which they came. */
  get rows(): BarColumns {
    return viewOf(this.#columns, 0, this.length);
  }

  /** Makes room for `rows` more bars. */
  reserve(rows: number): void {
    if (this.length + rows > this.#columns.time.length) this.#resize(this.length + rows);
  }

  /** Appends one bar of the symbol in a place, and returns whether its numbers are sound. */
  add(place: number, time: number, open: number, high: number, low: number, close: number, volume: number): boolean {
    const sound = low > this.#floor && high < Infinity && low <= open && open <= high && low <= close && close <= high;
    if (!(volume >= 0 && volume < Infinity)) return false;
    if (!sound) return this.#addRounded(place, time, open, high, low, close, volume);
    if (time <= this.#lastTimes[place]) this.#ordered = false;
    this.#lastTimes[place] = time;
    const row = this.length;
    if (row === this.#columns.time.length) this.#resize(Math.max(1024, row * 2));
    const columns = this.#columns;
    if (row > 0 && this.#sorted) {
      const before = columns.time[row - 1];
      this.#sorted = time > before || (time === before && place > columns.symbol[row - 1]);
    }
    columns.time[row] = time;
    columns.symbol[row] = place;
    columns.open[row] = open;
    columns.high[row] = high;
    columns.low[row] = low;
    columns.close[row] = close;
    columns.volume[row] = volume;
    this.length = row + 1;
    return true;
  }

  /** Appends a bar whose high or low is off the others by a rounding error alone, with those that were meant. */
  #addRounded(
    place: number,
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): boolean {
    const floor = this.#floor;
    if (!this.#rounds || !(low > floor && high < Infinity && open > floor && close > floor)) return false;
    if (!(low < Infinity && high > floor && open < Infinity && close < Infinity)) return false;
    const [top, bottom] = [Math.max(open, high, low, close), Math.min(open, high, low, close)];
    const [above, below] = [1 + Math.sign(high) * roundingError, 1 - Math.sign(low) * roundingError];
    if (!(top <= high * above && bottom >= low * below)) return false;
    this.rounded++;
    return this.add(place, time, open, top, bottom, close, volume);
  }

  /** Returns the present place, for `rewind`. */
  mark(): CollectorMark {
    return {
      length: this.length,
      sorted: this.#sorted,
      ordered: this.#ordered,
      symbols: this.symbols.length,
      rounded: this.rounded,
      lastTimes: this.#lastTimes.slice(),
    };
  }

  /** Forgets all that was taken since a mark. */
  rewind(mark: CollectorMark): void {
    this.length = mark.length;
    this.rounded = mark.rounded;
    this.#sorted = mark.sorted;
    this.#ordered = mark.ordered;
    this.#lastTimes.fill(-Infinity);
    this.#lastTimes.set(mark.lastTimes);
    for (const symbol of this.symbols.splice(mark.symbols)) this.#places.delete(symbol);
  }

  /** Finds what is out of order among the bars since a mark; `undefined` where nothing is. */
  disorder(mark: CollectorMark, rule: OrderRule): Disorder | undefined {
    if (this.#ordered) return undefined;
    return disorderOf(viewOf(this.#columns, mark.length, this.length), this.#timesAt(mark), rule);
  }

  /** Brings the bars since a mark in order, and returns how many trades were joined to others of their time. */
  arrange(mark: CollectorMark, disorder: Disorder): number {
    const { length, joined } = arrange(this.#columns, mark.length, this.length, disorder);
    this.length = length;
    const last = this.#timesAt(mark);
    for (let row = mark.length; row < length; row++) last[this.#columns.symbol[row]] = this.#columns.time[row];
    this.#lastTimes = last;
    this.#ordered = true;
    this.#resort = true;
    return joined;
  }

  // The last times at a mark, with room for the symbols that came since.
  #timesAt({ lastTimes }: CollectorMark): Float64Array {
    const times = new Float64Array(this.#lastTimes.length).fill(-Infinity);
    times.set(lastTimes);
    return times;
  }

  /**
   * Gives the bars from `from` to `to` the times that `timeOf` makes of theirs. Those of a symbol must stay in the order of
   * time among themselves; `finish` finds where they no longer are with the others.
   */
  retime(from: number, to: number, timeOf: (time: number, place: number, row: number) => number): void {
    const { time, symbol } = this.#columns;
    for (let row = from; row < to; row++) time[row] = timeOf(time[row], symbol[row], row);
    this.#resort = true;
  }

  /** Gives one bar another time; those of its symbol are then looked over again. */
  moveBar(row: number, time: number): void {
    this.#columns.time[row] = time;
    this.#ordered = false;
    this.#sorted = false;
  }

  /** Leaves out the bars in some places among those taken so far. */
  drop(rows: ReadonlySet<number>): void {
    const columns = this.#columns;
    this.#lastTimes.fill(-Infinity);
    let end = 0;
    for (let row = 0; row < this.length; row++) {
      if (rows.has(row)) continue;
      if (end < row) copyRow(columns, row, columns, end);
      this.#lastTimes[columns.symbol[row]] = columns.time[row];
      end++;
    }
    this.length = end;
    this.#resort = true;
  }

  /** Returns all bars, sorted by time and, within one time, by the place of their symbol. */
  finish(): BarColumns {
    if (this.#resort) this.#sorted = this.#isSorted();
    const columns = viewOf(this.#columns, 0, this.length);
    if (!this.#sorted) return mergeBySymbol(columns, this.symbols.length);
    const slack = this.#columns.time.length - this.length;
    return slack > this.length / 10 ? copyOf(columns) : columns;
  }

  // Bars of one symbol that came from several tables may no longer follow each other.
  #isSorted(): boolean {
    const { time, symbol } = this.#columns;
    const last = new Float64Array(this.symbols.length).fill(-Infinity);
    let sorted = true;
    for (let row = 0; row < this.length; row++) {
      const place = symbol[row];
      if (time[row] <= last[place]) throw this.#overlap(place, time[row]);
      last[place] = time[row];
      if (row === 0) continue;
      sorted &&= time[row] > time[row - 1] || (time[row] === time[row - 1] && place > symbol[row - 1]);
    }
    return sorted;
  }

  #overlap(place: number, time: number): PaperLabError {
    const bar = `${this.symbols[place]} ${new Date(time).toISOString()}`;
    const cure = 'Say stamp: "close" if they are the ends';
    const text = `Bars must be in time order: ${bar} came after a later one, with times read as the starts of bars. ${cure}`;
    return new PaperLabError("BARS_OUT_OF_ORDER", text);
  }

  #enter(symbol: string): number {
    const place = this.symbols.push(symbol) - 1;
    if (place >= mostSymbols)
      throw new PaperLabError("INVALID_DATA", `Expected at most ${mostSymbols} symbols in a feed`);
    this.#places.set(symbol, place);
    if (place === this.#lastTimes.length) {
      const larger = new Float64Array(place * 2).fill(-Infinity);
      larger.set(this.#lastTimes);
      this.#lastTimes = larger;
    }
    return place;
  }

  #resize(capacity: number): void {
    const larger = emptyColumns(capacity);
    for (const key of columnKeys) larger[key].set(viewOf(this.#columns, 0, this.length)[key]);
    this.#columns = larger;
  }
}
