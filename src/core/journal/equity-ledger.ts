/**
 * The equity curve of a session: one point per step, and one before the first bar. Its arrays may be longer than
 * `length`. The oldest points may have been dropped.
 */
export class EquityLedger {
  length = 0;
  /** How many points before these were dropped. */
  dropped = 0;
  /** Epoch milliseconds UTC, never falling. */
  time: Float64Array;
  /** Currency. */
  equity: Float64Array;
  /** The highest equity so far, currency. */
  peak = Number.NEGATIVE_INFINITY;

  /** `points`: how many to make room for at once. It grows beyond that. */
  constructor(points: number) {
    this.time = new Float64Array(points);
    this.equity = new Float64Array(points);
  }

  /** Appends one point. */
  push(time: number, equity: number): void {
    const at = this.length++;
    if (at === this.time.length) this.#grow();
    this.time[at] = time;
    this.equity[at] = equity;
    if (equity > this.peak) this.peak = equity;
  }

  /** Time of the newest point. */
  get lastTime(): number {
    return this.time[this.length - 1];
  }

  /** Equity of the newest point. */
  get lastEquity(): number {
    return this.equity[this.length - 1];
  }

  /** Drops the oldest points. */
  drop(count: number): void {
    this.time.copyWithin(0, count, this.length);
    this.equity.copyWithin(0, count, this.length);
    this.length -= count;
    this.dropped += count;
  }

  /** Frees the room for points that never came, if that is worth a copy. */
  trim(): void {
    if (this.length * 1.25 + 64 < this.time.length) this.#resize(this.length);
  }

  #grow(): void {
    this.#resize(this.length * 2 + 64);
  }

  #resize(points: number): void {
    const time = new Float64Array(points);
    const equity = new Float64Array(points);
    time.set(this.time.subarray(0, points));
    equity.set(this.equity.subarray(0, points));
    [this.time, this.equity] = [time, equity];
  }
}
