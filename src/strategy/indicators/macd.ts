import type { Fold } from "./mechanism/fold";
import { Smoothed } from "../windows/smoothed";

class MacdFold implements Fold {
  macd = Number.NaN;
  signal = Number.NaN;
  histogram = Number.NaN;
  readonly #fast: Smoothed;
  readonly #slow: Smoothed;
  readonly #signal: Smoothed;

  constructor(fast: number, slow: number, signal: number) {
    this.#fast = new Smoothed(fast, 2 / (fast + 1), slow);
    this.#slow = new Smoothed(slow, 2 / (slow + 1));
    this.#signal = new Smoothed(signal, 2 / (signal + 1));
  }

  push(value: number): number {
    const line = this.#fast.push(value) - this.#slow.push(value);
    this.signal = Number.isNaN(line) ? Number.NaN : this.#signal.push(line);
    this.macd = Number.isNaN(this.signal) ? Number.NaN : line;
    this.histogram = line - this.signal;
    return this.macd;
  }
}
