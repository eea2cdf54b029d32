import type { BarColumns } from "../../core/market/bar";
import { stepEnd } from "./blocks";
import { columnKeys, emptyColumns, viewOf } from "./columns";

/** Bars that come step by step, all of them later than those before. */
export class ArrivedBars {
  #columns: BarColumns;
  #length: number;

  /** `columns`: the bars so far. */
  constructor(columns: BarColumns = emptyColumns(0)) {
    this.#columns = columns;
    this.#length = columns.length;
  }

  /** Bars so far. */
  get length(): number {
    return this.#length;
  }

  /** The bars so far, as views. */
  get columns(): BarColumns {
    return viewOf(this.#columns, 0, this.#length);
  }

  /** Returns the bars up to a time, as views. */
  until(time: number): BarColumns {
    const { time: times } = this.#columns;
    let rows = this.#length;
    while (rows > 0 && times[rows - 1] > time) rows--;
    return viewOf(this.#columns, 0, rows);
  }

  /** Adds the bars of whole steps. */
  append(columns: BarColumns): void {
    const length = this.#length + columns.length;
    if (length > this.#columns.time.length) {
      const larger = emptyColumns(Math.max(1024, length, this.#length * 2));
      for (const key of columnKeys) larger[key].set(this.columns[key]);
      this.#columns = larger;
    }
    for (const key of columnKeys) this.#columns[key].set(columns[key], this.#length);
    this.#length = length;
  }

  /** Returns an iterator over all bars in blocks. It is done as long as there are no more, and goes on when there are. */
  blocks(): Iterator<BarColumns> {
    let from = 0;
    return {
      next: () => {
        if (from === this.#length) return { done: true, value: undefined };
        const to = stepEnd(this.#columns.time, from, this.#length);
        const value = viewOf(this.#columns, from, to);
        from = to;
        return { done: false, value };
      },
    };
  }
}
