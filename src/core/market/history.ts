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

/**
 * The engine's own columns, filled bar by bar, so that not even their buffers hold the future. With a limit, at least
 * the newest `limit` bars are kept.
 */
export class SymbolHistory implements History {
  readonly symbol: string;
  readonly #limit: number;
  /** Bars ever appended. */
  seen = 0;
  #start = 0;
  #end = 0;
  #capacity = 64;
  #time: Float64Array = new Float64Array(64);
  #open: Float64Array = new Float64Array(64);
  #high: Float64Array = new Float64Array(64);
  #low: Float64Array = new Float64Array(64);
  #close: Float64Array = new Float64Array(64);
  #volume: Float64Array = new Float64Array(64);

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
    return this.#time.subarray(this.#start, this.#end);
  }

  get open(): Float64Array {
    return this.#open.subarray(this.#start, this.#end);
  }

  get high(): Float64Array {
    return this.#high.subarray(this.#start, this.#end);
  }

  get low(): Float64Array {
    return this.#low.subarray(this.#start, this.#end);
  }

  get close(): Float64Array {
    return this.#close.subarray(this.#start, this.#end);
  }

  get volume(): Float64Array {
    return this.#volume.subarray(this.#start, this.#end);
  }

  // Always makes new buffers, so that views taken earlier keep what they showed.
  #makeRoom(): void {
    const kept = this.#end - this.#start;
    this.#capacity = Math.max(64, kept * 2);
    this.#time = this.#moved(this.#time);
    this.#open = this.#moved(this.#open);
    this.#high = this.#moved(this.#high);
    this.#low = this.#moved(this.#low);
    this.#close = this.#moved(this.#close);
    this.#volume = this.#moved(this.#volume);
    this.#start = 0;
    this.#end = kept;
  }

  #moved(column: Float64Array): Float64Array {
    const larger = new Float64Array(this.#capacity);
    larger.set(column.subarray(this.#start, this.#end));
    return larger;
  }
}
