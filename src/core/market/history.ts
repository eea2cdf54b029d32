import { Followers, GrowingColumn } from "./history-column";

const [TIME, OPEN, HIGH, LOW, CLOSE, VOLUME] = [0, 1, 2, 3, 4, 5];

/**
 * The bars of one symbol up to now, oldest first. The arrays are views on the session's own copy. They show what was
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
 * The engine's own columns, filled bar by bar, so that not even their buffers hold the future. With a limit, at least
 * the newest `limit` bars are kept.
 */
export class SymbolHistory implements History {
  readonly symbol: string;
  /** The calculations that go along with the bars of the symbol. */
  readonly followers = new Followers();
  readonly #limit: number;
  /** Bars ever appended. */
  seen = 0;
  #start = 0;
  #end = 0;
  #capacity = 64;
  readonly #columns = Array.from({ length: 6 }, () => new GrowingColumn(64));
  // The numbers of these columns, which appending a bar reaches faster this way.
  #time = this.#columns[TIME].values;
  #open = this.#columns[OPEN].values;
  #high = this.#columns[HIGH].values;
  #low = this.#columns[LOW].values;
  #close = this.#columns[CLOSE].values;
  #volume = this.#columns[VOLUME].values;

  constructor(symbol: string, limit = Infinity) {
    this.symbol = symbol;
    this.#limit = limit;
  }

  /** Appends one bar. */
  append(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    if (this.#end === this.#capacity) this.#makeRoom();
    const at = this.#end++;
    this.seen++;
    this.#time[at] = time;
    this.#open[at] = open;
    this.#high[at] = high;
    this.#low[at] = low;
    this.#close[at] = close;
    this.#volume[at] = volume;
    if (this.#end - this.#start > this.#limit) this.#start++;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  get time(): Float64Array {
    return this.#columns[TIME].view(this.#start, this.#end, this.seen);
  }

  get open(): Float64Array {
    return this.#columns[OPEN].view(this.#start, this.#end, this.seen);
  }

  get high(): Float64Array {
    return this.#columns[HIGH].view(this.#start, this.#end, this.seen);
  }

  get low(): Float64Array {
    return this.#columns[LOW].view(this.#start, this.#end, this.seen);
  }

  get close(): Float64Array {
    return this.#columns[CLOSE].view(this.#start, this.#end, this.seen);
  }

  get volume(): Float64Array {
    return this.#columns[VOLUME].view(this.#start, this.#end, this.seen);
  }

  /** Hands the newest `count` bars to `taker`, oldest first. Returns its last answer, `NaN` for no bars. Makes no views. */
  feed(taker: BarTaker, count: number): number {
    const high = this.#high;
    const low = this.#low;
    const close = this.#close;
    const volume = this.#volume;
    let answer = Number.NaN;
    for (let at = this.#end - count; at < this.#end; at++)
      answer = taker.push(high[at], low[at], close[at], volume[at]);
    return answer;
  }

  /** Hands the newest `count` bars to `taker`, oldest first, with all their numbers. Makes no views. */
  hand(taker: WholeBarTaker, count: number): void {
    for (let at = this.#end - count; at < this.#end; at++)
      taker.take(this.#time[at], this.#open[at], this.#high[at], this.#low[at], this.#close[at], this.#volume[at]);
  }

  /** Returns the time of the bar that is `back` bars before the newest. */
  timeBefore(back: number): number {
    return this.#time[this.#end - 1 - back];
  }

  /** Appends the bar that is `back` bars before the newest to another history. */
  copyTo(other: SymbolHistory, back: number): void {
    const at = this.#end - 1 - back;
    other.append(this.#time[at], this.#open[at], this.#high[at], this.#low[at], this.#close[at], this.#volume[at]);
  }

  // Always makes new buffers, so that views taken earlier keep what they showed.
  #makeRoom(): void {
    const [start, end] = [this.#start, this.#end];
    this.#capacity = Math.max(64, (end - start) * 2);
    const [time, open, high, low, close, volume] = this.#columns.map((column) =>
      column.move(start, end, this.#capacity),
    );
    this.#time = time;
    this.#open = open;
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#volume = volume;
    this.#start = 0;
    this.#end = end - start;
  }
}
