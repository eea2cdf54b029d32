import type { BarColumns } from "./bar";
import { Followers, GrowingColumn, type Rows } from "./history-column";

// With fewer rows, keeping a block of columns takes more room than a copy.
const SHORT = 64;
// More bars than a symbol will ever have: an integer, which is read faster than Infinity.
const EVERY = 2 ** 31 - 1;

/** A block of columns that histories are filled from. */
export interface Block {
  readonly columns: BarColumns;
  /** By row: the row of the same symbol's bar before. Filled as bars become known; absent with one symbol. */
  readonly before: Int32Array | undefined;
}

/**
 * How far the histories of some symbols have come, by symbol. It is not in the histories, so that noting a bar of each of
 * many symbols touches little memory.
 */
export class Progress {
  /** Bars that ever became known. */
  readonly seen: Int32Array;
  /** The row of the newest bar in the block that has begun; -1 while the symbol has none in it. */
  readonly row: Int32Array;

  constructor(symbols: number) {
    this.seen = new Int32Array(symbols);
    this.row = new Int32Array(symbols).fill(-1);
  }
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
  // What is read at every look comes first, so that it is together in memory.
  readonly symbol: string;
  readonly #seen: Int32Array;
  readonly #rows: Int32Array;
  /** Its index in the progress that it was made with. */
  readonly index: number;
  #close: GrowingColumn;
  readonly #kept: number;
  readonly #time: GrowingColumn;
  #open: GrowingColumn;
  #high: GrowingColumn;
  #low: GrowingColumn;
  #volume: GrowingColumn;
  #columns: readonly GrowingColumn[];
  /** The calculations that go along with the bars of the symbol. */
  followers = new Followers();
  /** The splits so far. */
  readonly splits: HistorySplit[] = [];
  // Absent if they are these.
  #raw: SymbolHistory | undefined = undefined;
  // The block that the newest bar is in, and the first bar of the symbol in it.
  #block: Block | undefined = undefined;
  #from = 0;
  // Bars of earlier blocks that columns nobody looked at yet can be filled from.
  #earlier: Rows[] = [];

  /**
   * `limit`: newest bars kept. `room`: bars that a column takes room for when it is first looked at. `progress`: of the book
   * that it is in, which notes its bars; `index`: where.
   */
  constructor(symbol: string, limit = Infinity, room = 0, progress = new Progress(1), index = 0) {
    this.symbol = symbol;
    this.#seen = progress.seen;
    this.#rows = progress.row;
    this.index = index;
    this.#close = new GrowingColumn("close", room);
    this.#kept = Math.min(limit, EVERY);
    this.#time = new GrowingColumn("time", room);
    this.#open = new GrowingColumn("open", room);
    this.#high = new GrowingColumn("high", room);
    this.#low = new GrowingColumn("low", room);
    this.#volume = new GrowingColumn("volume", room);
    this.#columns = [this.#time, this.#open, this.#high, this.#low, this.#close, this.#volume];
  }

  /** Bars that ever became known. */
  get seen(): number {
    return this.#seen[this.index];
  }

  get length(): number {
    return Math.min(this.seen, this.#kept);
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
    const seen = ++this.#seen[this.index];
    const first = this.#firstOf(seen);
    this.#time.put(time, first, seen);
    this.#open.put(open, first, seen);
    this.#high.put(high, first, seen);
    this.#low.put(low, first, seen);
    this.#close.put(close, first, seen);
    this.#volume.put(volume, first, seen);
  }

  /** Has the next bars come from a block. The one before must have ended. */
  begin(block: Block): void {
    this.#block = block;
    this.#from = this.seen;
    for (const column of this.#columns) column.begin(block.columns);
  }

  /** Ends the block: what may still be needed of it is copied, or kept with the block. */
  end(): void {
    const rows = this.#rowsOfBlock() as Rows;
    const isKept = this.#kept === EVERY && rows.to - rows.from >= SHORT;
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
    const seen = this.#seen[this.index];
    return column.seen === seen ? (column.newest as Float64Array) : this.#view(column, seen);
  }

  #view(column: GrowingColumn, seen: number): Float64Array {
    const first = this.#firstOf(seen);
    return column.extend(this.#rows[this.index], first, seen) ?? this.#filled(column, seen).view(first, seen);
  }

  #filled(column: GrowingColumn, seen: number): GrowingColumn {
    if (column.filled !== seen) this.#fill(column);
    return column;
  }

  // The oldest bar kept, counted from the first one ever.
  #firstOf(seen: number): number {
    return seen > this.#kept ? seen - this.#kept : 0;
  }

  // Returns a column with every bar that is known.
  #known(column: GrowingColumn): GrowingColumn {
    const { seen } = this;
    if (column.filled !== seen && !column.append(this.#rows[this.index], seen)) this.#fill(column);
    return column;
  }

  #fill(column: GrowingColumn): void {
    const { seen } = this;
    column.reserve(this.#firstOf(seen), seen);
    const from = column.filled;
    for (const rows of this.#earlier) if (rows.to > column.filled) column.copy(rows);
    const rows = this.#rowsOfBlock();
    if (rows !== undefined) column.copy(rows);
    column.filled = seen;
    for (const { at, ratio } of this.splits) if (at > from) column.split(from, Math.min(at, seen), ratio);
  }

  // The bars of the block that are known.
  #rowsOfBlock(): Rows | undefined {
    const block = this.#block;
    if (block === undefined) return undefined;
    const last = this.#rows[this.index];
    return { columns: block.columns, before: block.before, last, from: this.#from, to: this.seen };
  }
}
