import type { BarColumns } from "../market/bar";

/** Room for a curve, of which both arrays have the same length. Runs that follow one another can share it. */
export interface CurveRoom {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** What is held of the only symbol. It is passed whole, because V8 makes an object of each fraction that is passed. */
export interface LoneHolding {
  /** Currency. */
  readonly cash: number;
  /** Units, in the first place. */
  readonly quantity: Float64Array;
}

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
  /** Whether a point was at or below 0. */
  isLost = false;

  /** `points`: how many to make room for at once, or the room itself, which is written over. It grows beyond that. */
  constructor(points: number | CurveRoom) {
    this.time = typeof points === "number" ? new Float64Array(points) : points.time;
    this.equity = typeof points === "number" ? new Float64Array(points) : points.equity;
  }

  /** Appends one point. */
  push(time: number, equity: number): void {
    const at = this.length++;
    if (at === this.time.length) this.#grow();
    this.time[at] = time;
    this.equity[at] = equity;
    if (equity > this.peak) this.peak = equity;
    if (equity <= 0) this.isLost = true;
  }

  /**
   * Appends one point for each of the rows `from` to `to` (exclusive) of one symbol that are not later than `until` and before
   * `wake`. Its `quantity` is held beside the cash. Stops where time does not go on, where no equity is left, and where new
   * room is needed. Returns the row after the last.
   */
  pushHeld(
    { time: times, close: closes }: Pick<BarColumns, "time" | "close">,
    from: number,
    to: number,
    held: LoneHolding,
    until: number,
    wake: number,
  ): number {
    if (this.length === this.time.length) this.#grow();
    const { cash } = held;
    const quantity = held.quantity[0];
    const { time, equity } = this;
    const ahead = this.length - from;
    const end = Math.min(to, time.length - ahead);
    const bound = Math.min(until, wake);
    let before = this.lastTime;
    let { peak } = this;
    let row = from;
    for (; row < end; row++) {
      const now = times[row];
      const value = cash + quantity * closes[row];
      const isBefore = now < bound || (now === bound && now < wake);
      if (!(now > before && isBefore && value > 0)) break;
      time[ahead + row] = now;
      equity[ahead + row] = value;
      if (value > peak) peak = value;
      before = now;
    }
    this.peak = peak;
    this.length = ahead + row;
    return row;
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
