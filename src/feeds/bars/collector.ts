import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { columnKeys, copyOf, emptyColumns, viewOf } from "./columns";
import { mergeBySymbol } from "./merge";

/** Why a bar was not taken: its numbers, or a time that is before or the same as that of its symbol's previous bar. */
export type Refusal = "numbers" | "order" | "repeated";

/** Most symbols that one feed can hold. */
const mostSymbols = 65_536;

/** A place in a `BarCollector` to which it can be rewound. */
export interface CollectorMark {
  readonly length: number;
  readonly sorted: boolean;
  readonly symbols: number;
  readonly lastTimes: Float64Array;
}

/** Columns that grow bar by bar. Bars of one symbol must come in the order of time; symbols may follow each other in any way. */
export class BarCollector {
  /** Symbols in the order of their places. */
  readonly symbols: string[] = [];
  /** Symbols that were asked for but are not wanted. */
  readonly others = new Set<string>();
  length = 0;
  readonly #places = new Map<string, number>();
  readonly #fixed: boolean;
  #columns = emptyColumns(0);
  #lastTimes = new Float64Array(16).fill(-Infinity);
  #sorted = true;

  /** With `wanted`, only bars of those symbols, in that order. */
  constructor(wanted?: readonly string[]) {
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

  /** Returns the time of the last bar taken of the symbol in a place, -Infinity before the first. */
  lastTime(place: number): number {
    return this.#lastTimes[place];
  }

  /** Makes room for `rows` more bars. */
  reserve(rows: number): void {
    if (this.length + rows > this.#columns.time.length) this.#resize(this.length + rows);
  }

  /** Appends one bar of the symbol in a place, or returns why not. */
  add(
    place: number,
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): Refusal | undefined {
    const sound = low > 0 && high < Infinity && low <= open && open <= high && low <= close && close <= high;
    if (!(sound && volume >= 0 && volume < Infinity)) return "numbers";
    const last = this.#lastTimes[place];
    if (time <= last) return time === last ? "repeated" : "order";
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
    return undefined;
  }

  /** Returns the present place, for `rewind`. */
  mark(): CollectorMark {
    return {
      length: this.length,
      sorted: this.#sorted,
      symbols: this.symbols.length,
      lastTimes: this.#lastTimes.slice(),
    };
  }

  /** Forgets all that was taken since a mark. */
  rewind(mark: CollectorMark): void {
    this.length = mark.length;
    this.#sorted = mark.sorted;
    this.#lastTimes.fill(-Infinity);
    this.#lastTimes.set(mark.lastTimes);
    for (const symbol of this.symbols.splice(mark.symbols)) this.#places.delete(symbol);
  }

  /** Returns all bars, sorted by time and, within one time, by the place of their symbol. */
  finish(): BarColumns {
    const columns = viewOf(this.#columns, 0, this.length);
    if (!this.#sorted) return mergeBySymbol(columns, this.symbols.length);
    const slack = this.#columns.time.length - this.length;
    return slack > this.length / 10 ? copyOf(columns) : columns;
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
