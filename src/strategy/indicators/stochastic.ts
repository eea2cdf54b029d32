import type { BarFold } from "./mechanism/fold";
import { Highest } from "../windows/extremes";
import { Mean } from "../windows/mean";

class StochasticFold implements BarFold {
  k = Number.NaN;
  d = Number.NaN;
  readonly #high: Highest;
  readonly #low: Highest;
  readonly #k: Mean;
  readonly #d: Mean;

  constructor(period: number, smoothing: number, signal: number) {
    this.#high = new Highest(period);
    this.#low = new Highest(period);
    this.#k = new Mean(smoothing);
    this.#d = new Mean(signal);
  }

  push(high: number, low: number, close: number): number {
    const highest = this.#high.push(high);
    const lowest = -this.#low.push(-low);
    const k = this.#k.push(100 * ((close - lowest) / (highest - lowest)));
    this.d = this.#d.push(k);
    this.k = Number.isNaN(this.d) ? Number.NaN : k;
    return this.k;
  }
}
