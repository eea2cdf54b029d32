import { NumberColumn } from "../../core/columns";

/** One point of a curve. */
interface Point {
  /** Its place among those that came. */
  readonly place: number;
  readonly time: number;
  readonly equity: number;
}

/**
 * Points of a curve of which the first, last, highest and lowest of each stretch of time are kept. Of several highest
 * points the last is kept, of several lowest ones the first.
 */
export class Stretches {
  readonly #endOf: (time: number) => number;
  readonly #time = new NumberColumn();
  readonly #equity = new NumberColumn();
  #count = 0;
  #end = Number.NEGATIVE_INFINITY;
  #first: Point | undefined;
  #high: Point | undefined;
  #low: Point | undefined;
  #last: Point | undefined;

  /** `endOf`: returns the end of the stretch that a time is in. */
  constructor(endOf: (time: number) => number) {
    this.#endOf = endOf;
  }

  /** Appends a point. Its time is not before that of the last one. */
  push(time: number, equity: number): void {
    const point = { place: this.#count++, time, equity };
    if (time > this.#end) {
      this.#close();
      this.#end = this.#endOf(time);
    }
    this.#last = point;
    this.#first ??= point;
    if (this.#high === undefined || equity >= this.#high.equity) this.#high = point;
    if (this.#low === undefined || equity < this.#low.equity) this.#low = point;
  }

  /** How many points are kept, without those of the stretch that is not over. */
  get closed(): number {
    return this.#time.length;
  }

  /** How many points are kept. */
  get length(): number {
    return this.#time.length + this.#open().length;
  }

  /** Writes the points that are kept into columns, from a row on. */
  write(time: Float64Array, equity: Float64Array, from: number): void {
    time.set(this.#time.view(), from);
    equity.set(this.#equity.view(), from);
    this.#open().forEach((point, at) => {
      time[from + this.closed + at] = point.time;
      equity[from + this.closed + at] = point.equity;
    });
  }

  /** Hands the oldest points, of stretches that are over, to longer stretches. */
  giveTo(longer: Stretches, count: number): void {
    for (let at = 0; at < count; at++) longer.push(this.#time.values[at], this.#equity.values[at]);
    this.#time.dropFirst(count);
    this.#equity.dropFirst(count);
  }

  #close(): void {
    for (const { time, equity } of this.#open()) {
      this.#time.push(time);
      this.#equity.push(equity);
    }
    this.#first = this.#high = this.#low = this.#last = undefined;
  }

  // The points of the stretch that is not over, each once.
  #open(): Point[] {
    const points = new Set([this.#first, this.#high, this.#low, this.#last]);
    return [...points].filter((point) => point !== undefined).sort((a, b) => a.place - b.place);
  }
}
