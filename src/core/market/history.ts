import type { BarColumns } from "./bar";
import { Followers, GrowingColumn, type Rows } from "./history-column";

// With fewer rows, keeping a block of columns takes more room than a copy.
const SHORT = 64;

/** A block of columns that histories are filled from. */
export interface Block {
  readonly columns: BarColumns;
  /** By row: the row of the same symbol's bar before. Filled as bars become known; absent with one symbol. */
  readonly before: Int32Array | undefined;
}

/** A split in a history. */
export interface HistorySplit {
  /** Bars of the symbol, ever, that came before it. */
  readonly at: number;
  /** New shares for each old one. */
  readonly ratio: number;
}

/**
 * The bars of one symbol up to now, oldest first, in the shares of now: prices and volumes before a split are rescaled once
 * it has happened. The arrays are views on the session's own copy. They show what was
 * known when you took them. To change one, copy it (`close.slice()`).
 */
export interface History {
  readonly symbol: string;
  /** Bars kept. */
  readonly length: number;
  /** When each bar was known, epoch milliseconds UTC. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** The same bars as they were traded. */
  readonly raw: History;
}

/** Takes bars in one by one, and answers each with a number. */
export interface BarTaker {
  push(high: number, low: number, close: number, volume: number): number;
}

/** Takes bars in one by one, with all their numbers. */
export interface WholeBarTaker {
  take(time: number, open: number, high: number, low: number, close: number, volume: number): void;
}

/**
 * The engine's own columns, of which not even the buffers hold the future. Bars are noted when they become known, and
 * copied column by column when a strategy looks. With a limit, at least the newest `limit` bars are kept.
 */
export class SymbolHistory implements History {
  readonly symbol: string;
  /** The calculations that go along with the bars of the symbol. */
  followers = new Followers();
  /** The splits so far. */
  readonly splits: HistorySplit[] = [];
  readonly #limit: number;
  /** Bars that ever became known. */
  seen = 0;
  // The oldest bar kept, counted from the first one ever.
  #first = 0;
  readonly #time: GrowingColumn;
  #open: GrowingColumn;
  #high: GrowingColumn;
  #low: GrowingColumn;
  #close: GrowingColumn;
  #volume: GrowingColumn;
  #columns: readonly GrowingColumn[];
  // Absent if they are these.
  #raw: SymbolHistory | undefined = undefined;
  // The block that the newest bar is in, the row of that bar, and the first bar of the symbol in the block.
  #block: Block | undefined = undefined;
  #row = -1;
  #from = 0;
  // Bars of earlier blocks that columns nobody looked at yet can be filled from.
  #earlier: Rows[] = [];

  /** `limit`: newest bars kept. `room`: bars that a column takes room for when it is first looked at. */
  constructor(symbol: string, limit = Infinity, room = 0) {
    this.symbol = symbol;
    this.#limit = limit;
    this.#time = new GrowingColumn("time", room);
    this.#open = new GrowingColumn("open", room);
    this.#high = new GrowingColumn("high", room);
    this.#low = new GrowingColumn("low", room);
    this.#close = new GrowingColumn("close", room);
    this.#volume = new GrowingColumn("volume", room);
    this.#columns = [this.#time, this.#open, this.#high, this.#low, this.#close, this.#volume];
  }

  get length(): number {
    return this.seen - this.#first;
  }

  get raw(): SymbolHistory {
    return this.#raw ?? this;
  }

  set raw(history: SymbolHistory) {
    this.#raw = history;
  }

  get time(): Float64Array {
    return this.#shown(this.#time);
  }

  get open(): Float64Array {
    return this.#shown(this.#open);
  }

  get high(): Float64Array {
    return this.#shown(this.#high);
  }

  get low(): Float64Array {
    return this.#shown(this.#low);
  }

  get close(): Float64Array {
    return this.#shown(this.#close);
  }

  get volume(): Float64Array {
    return this.#shown(this.#volume);
  }

  /** Appends one bar to a history that is no engine's. */
  append(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    this.note(-1, 1);
    this.#time.put(time, this.#first, this.seen);
    this.#open.put(open, this.#first, this.seen);
    this.#high.put(high, this.#first, this.seen);
    this.#low.put(low, this.#first, this.seen);
    this.#close.put(close, this.#first, this.seen);
    this.#volume.put(volume, this.#first, this.seen);
  }

  /** Whether its newest bars are in a block that has begun and not ended. */
  isIn(block: Block): boolean {
    return this.#block === block;
  }

  /** Has the next bars come from a block. The one before must have ended. */
  begin(block: Block): void {
    this.#block = block;
    this.#from = this.seen;
    for (const column of this.#columns) column.begin(block.columns);
  }

  /** Notes bars of the block, the last one in `row`: `count` rows that follow each other, or one. */
  note(row: number, count: number): void {
    const before = this.#block?.before;
    if (before !== undefined) before[row] = this.#row;
    this.#row = row;
    this.seen += count;
    if (this.seen - this.#first > this.#limit) this.#first = this.seen - this.#limit;
  }

  /** Ends the block: what may still be needed of it is copied, or kept with the block. */
  end(): void {
    const rows = this.#rowsOfBlock() as Rows;
    const isKept = this.#limit === Infinity && rows.to - rows.from >= SHORT;
    const isNeeded = this.#columns.some((column) => column.isEmpty);
    for (const column of this.#columns) {
      if (!isKept || !column.isEmpty) this.#fill(column);
      column.end();
    }
    if (!isKept || !isNeeded) this.#earlier = [];
    else this.#earlier.push(rows);
    this.#block = undefined;
  }

  /**
   * Turns each share into `ratio` shares: the prices so far fall, and the volumes rise. Views that were taken stay as they
   * are, and calculations begin anew.
   */
  split(ratio: number): void {
    for (const column of this.#columns) if (!column.isEmpty) this.#known(column);
    this.splits.push({ at: this.seen, ratio });
    this.#open = this.#open.rescaled(ratio);
    this.#high = this.#high.rescaled(ratio);
    this.#low = this.#low.rescaled(ratio);
    this.#close = this.#close.rescaled(ratio);
    this.#volume = this.#volume.rescaled(ratio);
    this.#columns = [this.#time, this.#open, this.#high, this.#low, this.#close, this.#volume];
    this.followers = new Followers();
  }

  /** Hands the newest `count` bars to `taker`, oldest first. Returns its last answer, `NaN` for no bars. Makes no views. */
  feed(taker: BarTaker, count: number): number {
    const high = this.#known(this.#high);
    const low = this.#known(this.#low);
    const close = this.#known(this.#close);
    const volume = this.#known(this.#volume);
    let answer = Number.NaN;
    for (let back = count; back > 0; back--)
      answer = taker.push(
        high.values[high.length - back],
        low.values[low.length - back],
        close.values[close.length - back],
        volume.values[volume.length - back],
      );
    return answer;
  }

  /** Hands the newest `count` bars to `taker`, oldest first, with all their numbers. Makes no views. */
  hand(taker: WholeBarTaker, count: number): void {
    const [time, open, high, low, close, volume] = this.#columns.map((column) => this.#known(column));
    for (let at = time.length - count; at < time.length; at++)
      taker.take(
        time.values[at],
        open.values[open.length - time.length + at],
        high.values[high.length - time.length + at],
        low.values[low.length - time.length + at],
        close.values[close.length - time.length + at],
        volume.values[volume.length - time.length + at],
      );
  }

  /** Returns the time of the bar that is `back` bars before the newest. */
  timeBefore(back: number): number {
    const time = this.#known(this.#time);
    return time.values[time.length - 1 - back];
  }

  /** Appends the bar that is `back` bars before the newest to another history. */
  copyTo(other: SymbolHistory, back: number): void {
    const [time, open, high, low, close, volume] = this.#columns.map((column) => {
      const { values, length } = this.#known(column);
      return values[length - 1 - back];
    });
    other.append(time, open, high, low, close, volume);
  }

  #shown(column: GrowingColumn): Float64Array {
    column.expect();
    return column.seen === this.seen ? (column.newest as Float64Array) : this.#view(column);
  }

  #view(column: GrowingColumn): Float64Array {
    return this.#known(column).view(this.#first, this.seen);
  }

  // Returns a column with every bar that is known.
  #known(column: GrowingColumn): GrowingColumn {
    if (column.filled !== this.seen && !column.append(this.#row, this.seen)) this.#fill(column);
    return column;
  }

  #fill(column: GrowingColumn): void {
    column.reserve(this.#first, this.seen);
    const from = column.filled;
    for (const rows of this.#earlier) if (rows.to > column.filled) column.copy(rows);
    const rows = this.#rowsOfBlock();
    if (rows !== undefined) column.copy(rows);
    column.filled = this.seen;
    for (const { at, ratio } of this.splits) if (at > from) column.split(from, Math.min(at, this.seen), ratio);
  }

  // The bars of the block that are known.
  #rowsOfBlock(): Rows | undefined {
    const block = this.#block;
    if (block === undefined) return undefined;
    return { columns: block.columns, before: block.before, last: this.#row, from: this.#from, to: this.seen };
  }
}
