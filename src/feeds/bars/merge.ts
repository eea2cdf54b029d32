import type { BarColumns } from "../../core/market/bar";
import { emptyColumns } from "./columns";

/**
 * Returns the bars sorted by time and, within one time, by symbol. The bars of each of the `symbols` symbols must be in the
 * order of time already, however the symbols are mixed: the series are merged, not sorted.
 */
export function mergeBySymbol(columns: BarColumns, symbols: number): BarColumns {
  const rows = mergedRows(columns, symbols);
  const merged = emptyColumns(columns.length);
  gather(columns.symbol, rows, merged.symbol);
  for (const key of ["time", "open", "high", "low", "close", "volume"] as const)
    gather(columns[key], rows, merged[key]);
  return merged;
}

function gather(from: Float64Array | Uint16Array, rows: Uint32Array, to: Float64Array | Uint16Array): void {
  for (let row = 0; row < rows.length; row++) to[row] = from[rows[row]];
}

function mergedRows({ time, symbol, length }: BarColumns, symbols: number): Uint32Array {
  const { rows, starts } = rowsBySymbol(symbol, length, symbols);
  const next = starts.slice(0, symbols);
  const merged = new Uint32Array(length);
  const heap = new SeriesHeap(symbols);
  for (let series = 0; series < symbols; series++) {
    if (next[series] < starts[series + 1]) heap.push(time[rows[next[series]]], series);
  }
  for (let count = 0; count < length; count++) {
    const series = heap.top();
    merged[count] = rows[next[series]++];
    if (next[series] < starts[series + 1]) heap.replaceTop(time[rows[next[series]]]);
    else heap.pop();
  }
  return merged;
}

/** Lists the rows of symbol 0, then those of symbol 1 and so on; those of symbol s begin at `starts[s]`. */
function rowsBySymbol(symbol: Uint16Array, length: number, symbols: number) {
  const starts = new Uint32Array(symbols + 1);
  for (let row = 0; row < length; row++) starts[symbol[row] + 1]++;
  for (let series = 0; series < symbols; series++) starts[series + 1] += starts[series];
  const next = starts.slice();
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[next[symbol[row]]++] = row;
  return { rows, starts };
}

/** A binary heap of series by the time of their next bar, equal times by the number of the series. */
class SeriesHeap {
  readonly #time: Float64Array;
  readonly #series: Uint16Array;
  #size = 0;

  constructor(capacity: number) {
    this.#time = new Float64Array(capacity);
    this.#series = new Uint16Array(capacity);
  }

  top(): number {
    return this.#series[0];
  }

  /** Series must be pushed in the order of their numbers, once each. */
  push(time: number, series: number): void {
    let at = this.#size++;
    for (let parent = (at - 1) >> 1; at > 0 && this.#time[parent] > time; parent = (at - 1) >> 1) {
      this.#move(parent, at);
      at = parent;
    }
    this.#time[at] = time;
    this.#series[at] = series;
  }

  pop(): void {
    this.#size--;
    if (this.#size > 0) this.#sink(this.#time[this.#size], this.#series[this.#size]);
  }

  replaceTop(time: number): void {
    this.#sink(time, this.#series[0]);
  }

  #sink(time: number, series: number): void {
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && this.#isBefore(child + 1, this.#time[child], this.#series[child])) child++;
      if (!this.#isBefore(child, time, series)) break;
      this.#move(child, at);
      at = child;
    }
    this.#time[at] = time;
    this.#series[at] = series;
  }

  #isBefore(at: number, time: number, series: number): boolean {
    return this.#time[at] < time || (this.#time[at] === time && this.#series[at] < series);
  }

  #move(from: number, to: number): void {
    this.#time[to] = this.#time[from];
    this.#series[to] = this.#series[from];
  }
}
