import { Followers, GrowingColumn } from "./history-column";

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
  readonly #time = new GrowingColumn();
  readonly #open = new GrowingColumn();
  readonly #high = new GrowingColumn();
  readonly #low = new GrowingColumn();
  readonly #close = new GrowingColumn();
  readonly #volume = new GrowingColumn();

  constructor(symbol: string, limit = Infinity) {
    this.symbol = symbol;
    this.#limit = limit;
  }

  /** Appends one bar. */
  append(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    if (this.#end === this.#capacity) this.#makeRoom();
    const at = this.#end++;
    this.seen++;
    this.#time.values[at] = time;
    this.#open.values[at] = open;
    this.#high.values[at] = high;
    this.#low.values[at] = low;
    this.#close.values[at] = close;
    this.#volume.values[at] = volume;
    if (this.#end - this.#start > this.#limit) this.#start++;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  get time(): Float64Array {
    return this.#time.view(this.#start, this.#end, this.seen);
  }

  get open(): Float64Array {
    return this.#open.view(this.#start, this.#end, this.seen);
  }

  get high(): Float64Array {
    return this.#high.view(this.#start, this.#end, this.seen);
  }

  get low(): Float64Array {
    return this.#low.view(this.#start, this.#end, this.seen);
  }

  get close(): Float64Array {
    return this.#close.view(this.#start, this.#end, this.seen);
  }

  get volume(): Float64Array {
    return this.#volume.view(this.#start, this.#end, this.seen);
  }

  /** Hands the newest `count` bars to `taker`, oldest first. Returns its last answer, `NaN` for no bars. Makes no views. */
  feed(taker: BarTaker, count: number): number {
    const { values: high } = this.#high;
    const { values: low } = this.#low;
    const { values: close } = this.#close;
    const { values: volume } = this.#volume;
    let answer = Number.NaN;
    for (let at = this.#end - count; at < this.#end; at++)
      answer = taker.push(high[at], low[at], close[at], volume[at]);
    return answer;
  }

  // Always makes new buffers, so that views taken earlier keep what they showed.
  #makeRoom(): void {
    const [start, end] = [this.#start, this.#end];
    this.#capacity = Math.max(64, (end - start) * 2);
    for (const column of [this.#time, this.#open, this.#high, this.#low, this.#close, this.#volume])
      column.move(start, end, this.#capacity);
    this.#start = 0;
    this.#end = end - start;
  }
}
